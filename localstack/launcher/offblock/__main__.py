"""`./offblock VERB`: reads the words, calls the verb, turns faults into a sentence and an exit code."""

import argparse
import os
import sys
from pathlib import Path

from offblock import ports
from offblock.cloud import STORES
from offblock.faults import Fault, NotRunning
from offblock.home import LAUNCHER, Home

EPILOG = """exit codes: 0 done · 1 failed, or stores differ · 2 wrong use or a bad file · 3 not running · 69 a tool is missing · 75 a port is busy · 130 stopped

All state is under .offblock/ (OFFBLOCK_HOME). Ports are in localstack/ports.env; OFFBLOCK_PORT_<NAME> overrides one.
With LUFTHANSA_CLIENT_ID and LUFTHANSA_CLIENT_SECRET set, `up` harvests the real API instead of the sandbox."""


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="./offblock", description="Offblock, the flight tracker that engineers run themselves.",
                                    epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = whole.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, does: str, run, *, venv: bool = False, of=verbs, more: str = "") -> argparse.ArgumentParser:
        one = of.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}. {more}".strip())
        one.set_defaults(run=run, venv=venv)
        return one

    up = verb("up", "builds what is not built, starts everything, returns when the page shows flights", _up,
              more="A second up says that it runs. Ctrl-C while it starts stops everything again.")
    up.add_argument("--recording", type=Path, metavar="FILE", help="the sandbox plays this recording instead of its own world")
    up.add_argument("--reset", action="store_true", help="forget all data first")
    up.add_argument("--no-build", action="store_true", help="start what was built before, even if sources changed since")
    verb("down", "stops everything it started, and checks that nothing is left", _down)
    status = verb("status", "what runs, since when, memory, freshness, quota, queues", _status, more="Exit 3 where it does not run or is not ready.")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    verb("key", "the key that x-api-key must have where something is written or logs are read", _key, more="Made by the first up; up --reset makes another.")
    verb("test", "every test of the project, the same command that CI runs", _test).add_argument(
        "--only", action="append", metavar="STAGE", choices=("python", "java", "web", "e2e"), help="only this stage (may be repeated)")
    verify = verb("verify", "compares the raw payloads with the four stores, day by day", _verify, venv=True, more="Exit 1, the differing days and their flights by name if they disagree.")
    verify.add_argument("--json", action="store_true")
    verify.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day of departure")
    verify.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day of departure")
    verify.add_argument("--wait", type=float, default=300, metavar="SECONDS", help="how long to wait for empty queues (300)")
    logs = verb("logs", "what functions logged, readable, in the order of time", _logs, venv=True)
    logs.add_argument("functions", metavar="FUNCTION", nargs="*", help="such as harvest, load-postgres, ask-neo4j; none: all of them")
    logs.add_argument("--grep", metavar="PATTERN", help="only lines in which this regular expression is found, upper or lower case")
    logs.add_argument("--request", metavar="ID", help="only lines that carry this id: a request's, a payload's")
    logs.add_argument("--since", default="15m", metavar="SPAN", help="how far back: 90s, 15m, 2h, 1d (15m)")
    logs.add_argument("--follow", action="store_true", help="go on showing what comes")
    metrics = verb("metrics", "the figures that alarms look at, as small charts", _metrics, venv=True)
    metrics.add_argument("--since", default="1h", metavar="SPAN", help="how far back: 15m, 2h, 1d (1h)")
    metrics.add_argument("--all", action="store_true", help="those without a value too")
    metrics.add_argument("--json", action="store_true")
    imports = verbs.add_parser("import", help="takes in data from a file", description="Takes in data from a file.")
    kinds = imports.add_subparsers(dest="kind", metavar="KIND", required=True)
    recording = verb("recording", "a zip of captured answers of the provider", _import_recording, venv=True, of=kinds,
                     more="The file is checked wholly before anything is written.")
    recording.add_argument("file", type=Path, metavar="FILE")
    recording.add_argument("--no-wait", action="store_true", help="do not wait until the stores have it all")
    bts = verb("bts", "on-time files of the US Bureau of Transportation Statistics", _import_bts, venv=True, of=kinds,
               more="CSV, plain, gz or zip, with the bureau's column names of any year. All files are checked before anything is written.")
    bts.add_argument("files", type=Path, metavar="FILE", nargs="+")
    bts.add_argument("--no-wait", action="store_true", help="do not wait until the stores have it all")
    bts.add_argument("--json", action="store_true", help="the account of each file's rows as JSON")
    replay = verb("replay", "rebuilds a store, or all, from the raw payloads, through the state machine", _replay, venv=True,
                  more="Loading twice changes nothing, and live loading goes on meanwhile. Ctrl-C leaves the replay running: the same command "
                       "follows it again. One that ended early goes on where it was.")
    replay.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day of fetching, UTC")
    replay.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day of fetching, UTC")
    replay.add_argument("--store", choices=STORES, help="only this store")
    replay.add_argument("--again", action="store_true", help="begin anew, even where an earlier replay of these days ended early")
    replay.add_argument("--stop", action="store_true", help="stop the running replay of this store and these days")
    replay.add_argument("--json", action="store_true", help="as one JSON object, when it is done")
    redrive = verb("redrive", "sends payloads that could not be loaded (dead letters) back to their loaders, and follows them", _redrive, venv=True,
                   more="Mend the store first. Loading twice changes nothing. Exit 1, naming the store, where some are dead letters again.")
    redrive.add_argument("--store", choices=STORES, help="only this store's")
    redrive.add_argument("--no-wait", action="store_true", help="do not wait until the loaders' queues are empty")
    redrive.add_argument("--json", action="store_true", help="as one JSON object, when it is done")
    train = verb("train", "trains the delay model through the state machine, and promotes it where it is no worse", _train, venv=True,
                 more="Of imported on-time files where there are some, else of what is harvested. The same window runs once.")
    train.add_argument("--source", choices=("bts", "lufthansa", "sandbox"), help="whose flights")
    train.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="first day of departure")
    train.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="last day of departure")
    train.add_argument("--again", action="store_true", help="train on a window a second time")
    train.add_argument("--reason", default="by hand", metavar="WORDS", help="why, as its run in MLflow will say (by hand)")
    train.add_argument("--wait", action="store_true", help="follow it to its end")
    train.add_argument("--json", action="store_true", help="as one JSON object")
    evaluate = verb("evaluate", "trains the delay model on months of on-time files and scores later ones that it never saw", _evaluate,
                    more="From files to figures: nothing need run. CSV, plain, gz or zip, with the bureau's column names of any year. Progress goes to standard error.")
    evaluate.add_argument("--train", type=Path, metavar="FILE", nargs="+", required=True, help="months to train on, 45 days or more; the first two weeks feed history only, "
                          "the last sixteen days stop the training and calibrate it")
    evaluate.add_argument("--test", type=Path, metavar="FILE", nargs="+", required=True, help="later months; every flight with a delay is scored")
    evaluate.add_argument("--horizon", choices=("D0", "6h", "2h", "45m"), nargs="+", default=[], metavar="H", help="D0 (the evening before), 6h, 2h, 45m; all of them without it")
    evaluate.add_argument("--quick", action="store_true", help="a quarter of the flights and a tenth of the steps: to see that it works")
    evaluate.add_argument("--report", type=Path, metavar="FILE", help="write the whole report here too, as JSON")
    evaluate.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the model here")
    evaluate.add_argument("--json", action="store_true", help="the whole report as JSON")
    drift = verb("drift", "how far flights have moved from those that a model was trained on", _drift,
                 more="Every feature, categories, outcomes and forecasts, each beside its noise. Without files of the running system, by the workflow that "
                      "runs daily: it renews the champion's correction too, and starts a training where drift gives reason to. With files nothing need run.")
    drift.add_argument("--reference", type=Path, metavar="FILE", nargs="+", help="on-time files of the training window; without files the running system is measured")
    drift.add_argument("--current", type=Path, metavar="FILE", nargs="+", help="later ones")
    drift.add_argument("--model", type=Path, metavar="FOLDER", help="whose forecasts to watch: what evaluate --keep wrote")
    drift.add_argument("--page", type=Path, metavar="FILE", help="write the report with its pictures here, as HTML")
    drift.add_argument("--json", action="store_true", help="the whole report as JSON")
    demo = verb("demo", "walks through the running system: a flight's story and its source, a store killed and back, replay, verify", _demo, venv=True,
                more="Unattended; each step prints the command that repeats it. Exit 1 where one does not hold. What was not trained yet is skipped, with the reason.")
    demo.add_argument("--json", action="store_true", help="as one JSON object, when it is done")
    deploy = verb("deploy", "the template into an AWS account, as infra/stages/NAME.yaml says", _deploy,
                  more="Shows what will change before it does it. Credentials are those that AWS's own tools find. An alarm of the stage's takes the change back.")
    deploy.add_argument("--stage", required=True, metavar="NAME", help="a file of infra/stages")
    deploy.add_argument("--endpoint", metavar="URL", help="deploy there instead of to AWS: a LocalStack")
    deploy.add_argument("--stages", type=Path, metavar="FOLDER", help="where the stages' files are (infra/stages)")
    deploy.add_argument("--yes", action="store_true", help="do not ask")
    deploy.add_argument("--json", action="store_true", help="as one JSON object, when it is done")
    sbom = verb("sbom", "what Offblock is made of, as CycloneDX files, and whether a licence is not allowed", _sbom,
                more="Nothing need run. Exit 1 where infra/licences.json does not allow a part, or docs/licences.md tells of other parts.")
    sbom.add_argument("--write", action="store_true", help="write docs/licences.md anew")
    sbom.add_argument("--json", action="store_true")
    verb("lint", "the form of the code, and the templates by cfn-lint and checkov", _lint, more="Nothing need run. Exit 1 at a finding.")
    docs = verb("docs", "docs/ as a site, every link of it followed", _docs, more="Nothing need run. Exit 1 where a link or heading leads nowhere.")
    docs.add_argument("--out", type=Path, metavar="FOLDER", help="where to (.offblock/site)")
    from offblock.fuzzing import TARGETS

    fuzz = verb("fuzz", "strange input for the parsers and the decoding of requests, by Jazzer", _fuzz,
                more="Nothing need run. Exit 1 at a finding; where it lies is told.")
    fuzz.add_argument("targets", metavar="TARGET", nargs="*", choices=[*TARGETS, []], help=f"{', '.join(TARGETS)}; all without it")
    fuzz.add_argument("--minutes", type=float, default=1, metavar="N", help="for each target (1)")
    fuzz.add_argument("--keep", action="store_true", help="merge what reached new code into the committed corpus")
    fuzz.add_argument("--write", type=Path, metavar="FILE", help="write the table into a document, between <!-- fuzz --> and <!-- /fuzz -->")
    fuzz.add_argument("--json", action="store_true")
    benches = verbs.add_parser("bench", help="measures", description="Measures the running system.")
    names = benches.add_subparsers(dest="name", metavar="NAME", required=True)
    lag = verb("lag", "time from stored in object storage to visible in each store", _bench_lag, venv=True, of=names)
    lag.add_argument("--count", type=int, default=20, metavar="N", help="payloads to follow (20)")
    lag.add_argument("--json", action="store_true")
    coverage = verb("coverage", "how much of the sandbox's sky the map shows with a fresh status", _bench_coverage, of=names,
                    more="Exit 1 where the last look shows less than 95 %.")
    coverage.add_argument("--minutes", type=float, default=5, metavar="N", help="how long to look (5)")
    coverage.add_argument("--every", type=float, default=30, metavar="SECONDS", help="between two looks (30)")
    coverage.add_argument("--json", action="store_true")
    load = verb("load", "each loader beside the bare bulk rate of its store, in the same run", _bench_load, of=names,
                more="Starts empty stores of its own. Exit 1 where a loader reaches less than its share.")
    load.add_argument("--rows", type=int, default=100_000, metavar="N", help="flights to load into each store (100000)")
    load.add_argument("--file", type=Path, metavar="FILE", help="on-time file of the US bureau to take them from; made up without it")
    load.add_argument("--store", action="append", choices=STORES, help="only this store (may be repeated)")
    load.add_argument("--json", action="store_true")
    query = verb("query", "what the hot questions cost in the functions' own code, each beside the least question to its store", _bench_query, of=names,
                 more="Starts empty stores of its own and loads a week of the world's flights and the past beside it. Exit 1 where one costs or grows too much.")
    query.add_argument("--growth", action="store_true", help="with few and with many flights of the past side by side")
    query.add_argument("--file", type=Path, action="append", default=[], metavar="FILE", help="on-time file of the US bureau to take the past from (may be repeated); made up without it")
    query.add_argument("--store", action="append", choices=STORES, help="only this store (may be repeated)")
    query.add_argument("--rounds", type=int, default=400, metavar="N", help="askings of each question (400)")
    query.add_argument("--small", type=int, default=100_000, metavar="N", help="flights of the past (100000)")
    query.add_argument("--large", type=int, default=1_800_000, metavar="N", help="flights of the past that --growth compares with (1800000)")
    query.add_argument("--json", action="store_true")
    baseline = verb("baseline", "whether loaders and questions got slower than the baseline in localstack/bench, by ratios of one run", _bench_baseline, of=names,
                    more="Runs `bench load` and `bench query`, some minutes. Exit 1 where something got slower.")
    baseline.add_argument("--write", action="store_true", help="keep what is measured now as the baseline")
    baseline.add_argument("--json", action="store_true")
    api = verb("api", "what the query functions take for a call, and to start", _bench_api, of=names,
               more="Of the running system, whose harvest is paused meanwhile. Exit 1 where something takes too long, or too few flights are stored to tell.")
    api.add_argument("--rounds", type=int, default=500, metavar="N", help="calls of each question (500)")
    api.add_argument("--starts", type=int, default=5, metavar="N", help="starts of each function (5)")
    api.add_argument("--json", action="store_true")
    broken = verb("faults", "breaks the wire between each loader and its store at each piece of a load, and tells what was survived", _bench_faults, of=names,
                  more="Starts stores of its own. Exit 1 where something was lost, doubled, or ended otherwise than it should.")
    broken.add_argument("--write", type=Path, metavar="FILE", help="write the table into a document, between <!-- faults --> and <!-- /faults -->")
    broken.add_argument("--json", action="store_true")
    soak = verb("soak", "many times the provider's rate for an hour: lag, queues, memory", _bench_soak, venv=True, of=names,
                more="Of the running system on the sandbox. Exit 1 where memory grows, something fails or the stores lag behind.")
    soak.add_argument("--minutes", type=float, default=60, metavar="N", help="how long (60)")
    soak.add_argument("--times", type=float, default=20, metavar="N", help="times the provider's 1000 calls an hour (20)")
    soak.add_argument("--write", type=Path, metavar="FILE", help="write the table into a document, between <!-- soak --> and <!-- /soak -->")
    soak.add_argument("--json", action="store_true")
    asked = verb("requests", "five hundred questions a second against the functions' own server", _bench_requests, venv=True, of=names,
                 more="Of the running system, whose harvest is paused meanwhile. Exit 1 where one of a hundred takes longer than 100 ms, or any fails.")
    asked.add_argument("--rate", type=float, default=500, metavar="N", help="questions a second (500)")
    asked.add_argument("--minutes", type=float, default=5, metavar="N", help="how long (5)")
    asked.add_argument("--write", type=Path, metavar="FILE", help="write the table into a document, between <!-- requests --> and <!-- /requests -->")
    asked.add_argument("--json", action="store_true")
    model = verb("model", "what the delay model costs: features, training, one forecast, batches, its file", _bench_model, of=names,
                 more="From files alone: nothing need run. Exit 1 where something costs too much.")
    model.add_argument("files", type=Path, metavar="FILE", nargs="+", help="on-time files of the US bureau; the yardstick is of three months of 2008")
    model.add_argument("--quick", action="store_true", help="a quarter of the flights and a tenth of the steps: its time of training proves nothing")
    model.add_argument("--json", action="store_true")
    return whole


def main() -> int:
    asked = parser().parse_args()
    home = Home.from_environment()
    try:
        if asked.venv:
            _enter_venv(home)
        return asked.run(home, asked)
    except Fault as e:
        print(f"offblock: {e}", file=sys.stderr)
        return e.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _enter_venv(home: Home) -> None:
    """Goes on in the venv's Python, which has boto3 and rich. `up` makes it."""
    if Path(sys.prefix).resolve() == home.venv.resolve():
        return
    if not home.venv_python.exists():
        raise NotRunning()
    environment = {**os.environ, "PYTHONPATH": str(LAUNCHER)}
    os.execve(home.venv_python, [str(home.venv_python), "-B", "-m", "offblock", *sys.argv[1:]], environment)


def _up(home: Home, asked: argparse.Namespace) -> int:
    if sys.stdout.isatty():
        import site

        site.addsitedir(str(home.venv / "lib" / "python3.13" / "site-packages"))
    from offblock import up

    return up.run(home, recording=asked.recording, reset=asked.reset, build=not asked.no_build)


def _down(home: Home, asked: argparse.Namespace) -> int:
    from offblock import down

    return down.run(home)


def _status(home: Home, asked: argparse.Namespace) -> int:
    from offblock import status

    return status.run(home, ports.from_environment(), as_json=asked.json)


def _key(home: Home, asked: argparse.Namespace) -> int:
    from offblock.keys import Keys

    if not (home.data / "secrets.json").exists():
        raise NotRunning()
    print(Keys(home).made("api"))
    return 0


def _test(home: Home, asked: argparse.Namespace) -> int:
    from offblock import testing

    return testing.run(home, asked.only)


def _verify(home: Home, asked: argparse.Namespace) -> int:
    from offblock import verify

    return verify.run(home, ports.from_environment(), as_json=asked.json, first=asked.first, last=asked.last, patience=asked.wait)


def _logs(home: Home, asked: argparse.Namespace) -> int:
    from offblock import logs

    return logs.run(ports.from_environment(), asked.functions, since=asked.since, follow=asked.follow, containing=asked.grep, request=asked.request)


def _metrics(home: Home, asked: argparse.Namespace) -> int:
    from offblock import metrics

    return metrics.run(ports.from_environment(), since=asked.since, as_json=asked.json, every=asked.all)


def _import_recording(home: Home, asked: argparse.Namespace) -> int:
    from offblock import recording_import

    return recording_import.run(home, ports.from_environment(), asked.file, wait=not asked.no_wait)


def _import_bts(home: Home, asked: argparse.Namespace) -> int:
    from offblock import bts_import

    return bts_import.run(home, ports.from_environment(), asked.files, wait=not asked.no_wait, as_json=asked.json)


def _replay(home: Home, asked: argparse.Namespace) -> int:
    from offblock import replay

    return replay.run(home, ports.from_environment(), store=asked.store, first=asked.first, last=asked.last, again=asked.again, stop=asked.stop,
                      as_json=asked.json)


def _redrive(home: Home, asked: argparse.Namespace) -> int:
    from offblock import redrive

    return redrive.run(home, ports.from_environment(), store=asked.store, wait=not asked.no_wait, as_json=asked.json)


def _train(home: Home, asked: argparse.Namespace) -> int:
    from offblock import training

    return training.run(home, ports.from_environment(), source=asked.source, first=asked.first, last=asked.last, again=asked.again, reason=asked.reason, wait=asked.wait,
                        as_json=asked.json)


def _evaluate(home: Home, asked: argparse.Namespace) -> int:
    from offblock import evaluate

    return evaluate.run(home, train=asked.train, test=asked.test, horizons=asked.horizon, quick=asked.quick, report=asked.report, keep=asked.keep,
                        as_json=asked.json)


def _drift(home: Home, asked: argparse.Namespace) -> int:
    from offblock import drift

    if not asked.reference and not asked.current:
        if asked.model:
            raise Fault("--model goes with files", "give --reference FILE… --current FILE… too, or leave it out", code=2)
        _enter_venv(home)
        return drift.of_now(home, ports.from_environment(), page=asked.page, as_json=asked.json)
    if not asked.reference or not asked.current:
        raise Fault("both windows are needed", "give --reference FILE… and --current FILE…; neither measures the running system", code=2)
    return drift.of_files(home, reference=asked.reference, current=asked.current, model=asked.model, page=asked.page, as_json=asked.json)


def _demo(home: Home, asked: argparse.Namespace) -> int:
    from offblock import demo

    return demo.run(home, ports.from_environment(), as_json=asked.json)


def _deploy(home: Home, asked: argparse.Namespace) -> int:
    if not home.venv_python.exists():  # as in CI, where nothing was started
        import asyncio

        from offblock import build

        home.make()
        asyncio.run(build.python(home, sys.executable, lambda text: print(f"   {text}", file=sys.stderr, flush=True)))
    _enter_venv(home)
    from offblock import stages

    return stages.run(asked.stage, endpoint=asked.endpoint, yes=asked.yes, as_json=asked.json, folder=asked.stages)


def _sbom(home: Home, asked: argparse.Namespace) -> int:
    from offblock import sbom

    return sbom.run(home, write=asked.write, as_json=asked.json)


def _lint(home: Home, asked: argparse.Namespace) -> int:
    from offblock import lint

    return lint.run(home)


def _docs(home: Home, asked: argparse.Namespace) -> int:
    from offblock import docs_site

    return docs_site.run(home, out=asked.out)


def _bench_model(home: Home, asked: argparse.Namespace) -> int:
    from offblock import model_bench

    return model_bench.run(home, files=asked.files, quick=asked.quick, as_json=asked.json)


def _fuzz(home: Home, asked: argparse.Namespace) -> int:
    from offblock import fuzzing

    return fuzzing.run(home, targets=asked.targets, minutes=asked.minutes, keep=asked.keep, write=asked.write, as_json=asked.json)


def _bench_faults(home: Home, asked: argparse.Namespace) -> int:
    from offblock import fault_bench

    return fault_bench.run(home, write=asked.write, as_json=asked.json)


def _bench_soak(home: Home, asked: argparse.Namespace) -> int:
    from offblock import soak_bench

    return soak_bench.run(home, ports.from_environment(), minutes=asked.minutes, times=asked.times, write=asked.write, as_json=asked.json)


def _bench_requests(home: Home, asked: argparse.Namespace) -> int:
    from offblock import requests_bench

    return requests_bench.run(home, ports.from_environment(), rate=asked.rate, minutes=asked.minutes, write=asked.write, as_json=asked.json)


def _bench_api(home: Home, asked: argparse.Namespace) -> int:
    from offblock import api_bench

    return api_bench.run(home, ports.from_environment(), rounds=asked.rounds, starts=asked.starts, as_json=asked.json)


def _bench_lag(home: Home, asked: argparse.Namespace) -> int:
    from offblock import bench

    return bench.lag(home, ports.from_environment(), count=asked.count, as_json=asked.json)


def _bench_coverage(home: Home, asked: argparse.Namespace) -> int:
    from offblock import coverage_bench

    return coverage_bench.run(home, ports.from_environment(), minutes=asked.minutes, every=asked.every, as_json=asked.json)


def _bench_load(home: Home, asked: argparse.Namespace) -> int:
    from offblock import load_bench

    return load_bench.run(home, ports.from_environment(), rows=asked.rows, file=asked.file, only=asked.store, as_json=asked.json)


def _bench_baseline(home: Home, asked: argparse.Namespace) -> int:
    from offblock import baseline_bench

    return baseline_bench.run(write=asked.write, as_json=asked.json)


def _bench_query(home: Home, asked: argparse.Namespace) -> int:
    from offblock import query_bench

    return query_bench.run(home, ports.from_environment(), growth=asked.growth, files=asked.file, only=asked.store, rounds=asked.rounds,
                           small=asked.small, large=asked.large, as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
