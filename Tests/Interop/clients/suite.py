"""Runs the tests of this folder: suite.py [BINARY] [TEST...], where a TEST is part of a test's name."""

import os
import sys
import unittest

import server

HERE = os.path.dirname(os.path.abspath(__file__))


def main(words):
    if words and "/" in words[0]:
        server.BINARY = words.pop(0)
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{word}*" for word in words] or None
    tests = loader.discover(HERE, pattern="test_*.py")
    if tests.countTestCases() == 0:
        sys.exit(f"suite.py: no test is called {' or '.join(words)}")
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful())


if __name__ == "__main__":
    main(sys.argv[1:])
