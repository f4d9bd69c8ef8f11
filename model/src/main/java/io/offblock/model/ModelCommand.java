package io.offblock.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.offblock.airport.Airports;
import io.offblock.model.drift.DriftJson;
import io.offblock.model.drift.DriftPage;
import io.offblock.model.drift.DriftReport;
import io.offblock.model.drift.DriftWatch;
import io.offblock.model.evaluation.ModelPage;
import io.offblock.model.extract.Extract;
import io.offblock.model.extract.OnTimeExtract;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.registry.MlflowRegistry;
import io.offblock.model.registry.RegistryRefusal;
import io.offblock.model.registry.RegistryUnavailable;
import io.offblock.model.registry.ReportRun;
import io.offblock.model.training.Backtest;
import io.offblock.model.training.Evaluation;
import io.offblock.model.training.ModelBench;
import io.offblock.model.training.Training;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The model from files to JSON, nothing else needed.
 *
 * <pre>
 * train    --files FILE… [--out FOLDER] [--report FILE] [--one-in N] [--backtest ORIGINS]
 * evaluate --train FILE… --test FILE… [--horizon 2h…] [--out FOLDER] [--report FILE] [--one-in N]
 * bench    --files FILE… --out FOLDER [--report FILE]
 * drift    --reference FILE… --current FILE… [--model FOLDER] [--report FILE] [--page FILE]
 * page     --report FILE --write docs/model.md
 * publish  --report FILE --mlflow http://localhost:5000
 * </pre>
 *
 * A file is an extract ({@code .extract.gz}) or an on-time file of the US bureau. Progress goes to
 * standard error, the report to its file or to standard output.
 */
public final class ModelCommand {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ModelCommand() {}

  /**
   * Exit 2 where it was called wrongly, 1 where a file cannot be read or MLflow does not answer.
   */
  public static void main(String[] args) {
    try {
      run(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException | RegistryUnavailable | RegistryRefusal e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String[] args) throws IOException {
    String verb = args.length == 0 ? "" : args[0];
    Map<String, List<String>> options = options(args);
    Training.Plan plan = plan(options);
    switch (verb) {
      case "train" -> {
        Flights flights = flights(files(options, "files"));
        Training.Outcome outcome = Training.run(flights, plan, System.err::println);
        keep(outcome.model(), options);
        int origins = number(options, "backtest", 0);
        report(
            outcome
                .report()
                .with(
                    origins == 0
                        ? List.of()
                        : Backtest.run(
                            flights,
                            origins,
                            number(options, "backtest-days", 8),
                            plan,
                            System.err::println)),
            options);
      }
      case "evaluate" -> {
        List<Path> train = files(options, "train");
        List<Path> test = files(options, "test");
        List<Horizon> horizons =
            options.getOrDefault("horizon", List.of("D0", "6h", "2h", "45m")).stream()
                .map(
                    h ->
                        Horizon.of(h)
                            .orElseThrow(
                                () ->
                                    new IllegalArgumentException(
                                        "a horizon is D0, 6h, 2h or 45m, not " + h)))
                .toList();
        Evaluation evaluation =
            Evaluation.run(read(train), read(test), horizons, plan, System.err::println);
        keep(evaluation.model(), options);
        report(evaluation.report(), options);
      }
      case "bench" ->
          report(
              ModelBench.of(
                  flights(files(options, "files")),
                  plan,
                  Path.of(options.getOrDefault("out", List.of("model")).getFirst()),
                  System.err::println),
              options);
      case "drift" -> {
        DriftReport drift = drift(options);
        if (options.containsKey("page")) {
          Files.writeString(Path.of(options.get("page").getFirst()), DriftPage.of(drift));
        }
        report(DriftJson.of(drift), options);
      }
      case "page" ->
          ModelPage.write(
              JSON.readTree(files(options, "report").getFirst().toFile()),
              files(options, "write").getFirst());
      case "publish" -> {
        JsonNode report = JSON.readTree(files(options, "report").getFirst().toFile());
        try (MlflowRegistry registry = MlflowRegistry.at(server(options))) {
          System.err.println("run " + ReportRun.keep(registry, report, Instant.now()));
        }
      }
      default ->
          throw new IllegalArgumentException(
              "train --files FILE… | evaluate --train FILE… --test FILE… [--horizon H…]");
    }
  }

  private static DriftReport drift(Map<String, List<String>> options) throws IOException {
    Flights.Builder builder = new Flights.Builder(Airports.packaged());
    int[] reference = {0};
    read(files(options, "reference"))
        .read(
            f -> {
              builder.add(f);
              reference[0]++;
            });
    read(files(options, "current")).read(builder::add);
    Flights flights = builder.build();
    Optional<DelayModel> model =
        options.containsKey("model")
            ? Optional.of(DelayModel.load(Path.of(options.get("model").getFirst())))
            : Optional.empty();
    return new DriftWatch(
            flights,
            i -> flights.source(i) < reference[0],
            i -> flights.source(i) >= reference[0],
            System.err::println)
        .measure(model);
  }

  private static URI server(Map<String, List<String>> options) {
    String address = options.getOrDefault("mlflow", List.of("")).getFirst();
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new IllegalArgumentException("--mlflow wants its address, http://localhost:5000");
    }
    return URI.create(address);
  }

  private static Evaluation.Source read(List<Path> files) {
    return each -> {
      long unreadable = 0;
      for (Path file : files) {
        System.err.println("reading " + file.getFileName());
        if (file.toString().endsWith(".extract.gz")) {
          Extract.read(Files.newInputStream(file), each);
        } else {
          unreadable += OnTimeExtract.read(file, Airports.packaged(), each);
        }
      }
      return unreadable;
    };
  }

  private static Flights flights(List<Path> files) throws IOException {
    Flights.Builder builder = new Flights.Builder(Airports.packaged());
    read(files).read(builder::add);
    return builder.build();
  }

  private static Training.Plan plan(Map<String, List<String>> options) {
    Training.Plan p = Training.Plan.standard();
    int oneIn = number(options, "one-in", 1);
    int epochs = number(options, "epochs", p.recipe().epochs());
    int rows = number(options, "rows", p.recipe().rowsAnEpoch());
    return Training.Plan.lasting(
        number(options, "history-days", p.historyDays()),
        number(options, "held-days", p.heldDays()),
        oneIn,
        rows,
        epochs);
  }

  private static int number(Map<String, List<String>> options, String name, int otherwise) {
    List<String> said = options.get(name);
    if (said == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(said.getFirst());
    } catch (NumberFormatException | java.util.NoSuchElementException e) {
      throw new IllegalArgumentException("--" + name + " wants a number");
    }
  }

  private static List<Path> files(Map<String, List<String>> options, String name) {
    List<Path> files = options.getOrDefault(name, List.of()).stream().map(Path::of).toList();
    if (files.isEmpty()) {
      throw new IllegalArgumentException("--" + name + " FILE… is missing");
    }
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException("there is no file " + file);
      }
    }
    return files;
  }

  private static void keep(DelayModel model, Map<String, List<String>> options) throws IOException {
    if (options.containsKey("out")) {
      model.save(Path.of(options.get("out").getFirst()));
    }
  }

  private static void report(Object report, Map<String, List<String>> options) throws IOException {
    if (options.containsKey("report")) {
      JSON.writeValue(Path.of(options.get("report").getFirst()).toFile(), report);
    } else {
      System.out.println(JSON.writeValueAsString(report));
    }
  }

  private static Map<String, List<String>> options(String[] args) {
    Map<String, List<String>> options = new TreeMap<>();
    List<String> values = null;
    for (int i = 1; i < args.length; i++) {
      if (args[i].startsWith("--")) {
        values = options.computeIfAbsent(args[i].substring(2), k -> new ArrayList<>());
      } else if (values == null) {
        throw new IllegalArgumentException("not understood: " + args[i]);
      } else {
        values.add(args[i]);
      }
    }
    return options;
  }
}
