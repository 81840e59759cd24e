"""Runs every test of this folder, one line each; `run` calls it with an interpreter that has pexpect."""

import argparse
import os
import pathlib
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class Report(unittest.TestResult):
    """A line for each test as it ends, so that a hanging one is known by name; the failures whole, below."""

    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()
        self.bad = False
        print(test.id(), end=" ... ", flush=True)

    def stopTest(self, test):
        print("FAILED" if self.bad else "ok", f"({time.monotonic() - self.began:.1f} s)", flush=True)
        super().stopTest(test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.bad = True

    def addError(self, test, error):
        super().addError(test, error)
        self.bad = True

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        self.bad = self.bad or error is not None


def chosen(suite, words):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from chosen(test, words)
        elif not words or any(word.lower() in test.id().lower() for word in words):
            yield test


def main():
    parser = argparse.ArgumentParser(prog="Tests/Terminal/run", description=__doc__)
    parser.add_argument("binary", nargs="?", default=".build/debug/mailtutor")
    parser.add_argument("-k", action="append", default=[], metavar="WORD", help="only tests whose name holds WORD")
    options = parser.parse_args()
    os.environ["MAILTUTOR"] = str(pathlib.Path(options.binary).resolve())

    import sessions

    try:
        sessions.installed()
    except FileNotFoundError as error:
        print(f"{error}\n0 passed, 1 failed")
        return 1
    began = time.monotonic()
    report = Report()
    suite = unittest.TestLoader().discover(str(HERE), top_level_dir=str(HERE))
    tests = list(chosen(suite, options.k))
    try:
        unittest.TestSuite(tests).run(report)
    except KeyboardInterrupt:
        report.errors.append((tests[0], "interrupted"))
    problems = report.failures + report.errors
    for test, text in problems:
        print(f"\n{'=' * 72}\n{test.id() if hasattr(test, 'id') else test}\n{'-' * 72}\n{text}")
    failed = len({(test.test_case if hasattr(test, "test_case") else test).id() for test, _ in problems})
    print(f"\n{time.monotonic() - began:.0f} seconds")
    print(f"{report.testsRun - failed} passed, {failed} failed")
    return 1 if failed or not report.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
