// Loads a compose file with Compose's own library and prints what it makes of it as JSON. Exit code 1, with its words, where it refuses the file.
//
//	go run . FILE ENV_FILE [PROFILE…]
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: compose FILE ENV_FILE [PROFILE…]")
		os.Exit(2)
	}
	options, err := cli.NewProjectOptions([]string{os.Args[1]}, cli.WithEnvFiles(os.Args[2]), cli.WithDotEnv, cli.WithProfiles(os.Args[3:]))
	if err == nil {
		project, failed := options.LoadProject(context.Background())
		err = failed
		if err == nil {
			var text []byte
			if text, err = project.MarshalJSON(); err == nil {
				os.Stdout.Write(text)
				return
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
