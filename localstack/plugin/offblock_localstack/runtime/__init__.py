"""Lambda environments as operating system processes.

`api` serves Lambda's Runtime API to them, `process` starts them and reads what they print, `java` makes a function's code
start fast, `executor` is what LocalStack asks for, `ceiling` limits how many there are.
"""
