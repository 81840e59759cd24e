"""The learner's files: what is in them, what happens when they are damaged, shared or cannot be written."""

import functools
import json
import random
import resource
import shutil
import signal
import subprocess

import pack
from sessions import ENTER, TerminalTest, installed


class Progress(TerminalTest):
    def test_no_password_anywhere(self):
        terminal = self.lesson(pack.JOURNEY, arguments=("--log", str(self.home.folder / "log")))
        terminal.play(pack.solution(pack.JOURNEY))
        terminal.quit()
        self.assertEqual(self.home.files_with("secret"), [])
        self.assertIn(pack.written("PASS secret"), [line for line, _, _ in self.home.judged()])
        log = (self.home.folder / "log").read_text(encoding="utf-8").splitlines()
        for line in log:
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [CS]: ")
        said = [line.split(" ", 1)[1] for line in log]
        self.assertIn("C: PASS •••", said)
        self.assertIn("C: RETR 1", said)

    def test_nor_a_mistyped_one(self):
        """Every way to get the line wrong that the lesson itself lists, and some more."""
        lines = [
            "PASS tanstaaf1", "pass tanstaaf1", "PSAS tanstaaf1", "PAS tanstaaf1", "tanstaaf1", "ＰＡＳＳ tanstaaf1",
            "PASS　tanstaaf1", "PÁSS tanstaaf1", "C: PASS tanstaaf1", " PASS tanstaaf1", "PASStanstaaf1",
            "PASS:tanstaaf1", "PASSWORD tanstaaf1", "USER dewey tanstaaf1", "//PASS tanstaaf1"]
        for name_before in (True, False):
            for line in lines:
                with self.subTest(line, name_before=name_before):
                    self.setUp()
                    terminal = self.lesson(until="pass", arguments=("--log", str(self.home.folder / "log")))
                    if not name_before:
                        terminal.enter("PASS x")  # refused: the server has forgotten the name
                    terminal.enter(line)
                    terminal.close()
                    written = [
                        (name, line) for name in self.home.files_with("")
                        for line in (self.home.folder / name).read_text(encoding="utf-8").splitlines()
                        if "tanstaaf1" in line.lower()]
                    self.assertEqual(written, [])

    def test_only_the_learner_may_read_it(self):
        self.lesson(until="user").quit()
        self.assertEqual(self.home.events_file.stat().st_mode & 0o077, 0)
        self.assertEqual(self.home.state.stat().st_mode & 0o077, 0)

    def test_the_folders_are_the_standard_ones(self):
        without = {"XDG_STATE_HOME": None, "XDG_CONFIG_HOME": None}
        for variables in (without, {"XDG_STATE_HOME": "", "XDG_CONFIG_HOME": "relative"}):
            with self.subTest(str(variables)):
                self.setUp()
                terminal = self.lesson(until="greeting", env=variables)
                terminal.quit()
                self.assertTrue((self.home.folder / ".local/state/mailtutor/events.jsonl").exists())
                self.assertTrue((self.home.folder / ".config/mailtutor/settings.json").exists())
                self.assertEqual(sorted(self.home.files_with("")), [
                    ".config/mailtutor/settings.json", ".local/state/mailtutor/events.jsonl",
                    ".local/state/mailtutor/events.lock"])

    def damaged(self, change, language="en"):
        """A terminal that starts with a progress file that `change` has been at, and the octets of that file."""
        self.lesson(until="stat", language=language).quit()
        octets = change(self.home.events_file.read_bytes())
        self.home.events_file.write_bytes(octets)
        terminal = self.terminal()
        terminal.prompt()
        return terminal, octets

    def test_a_damaged_file_is_reported_and_kept(self):
        changes = {
            "rubbish behind": lambda octets: octets + b"\x00\x01rubbish\n",
            "rubbish in between": lambda octets: octets.replace(b"\n", b'\n{"event":\n', 1),
            "no UTF-8": lambda octets: octets + b"\xff\xfe\n",
            "another program's": lambda octets: octets + b'{"hello": 1}\n',
        }
        for name, change in changes.items():
            for language in pack.LANGUAGES if name == "rubbish behind" else ("en",):
                with self.subTest(name, language=language):
                    self.setUp()
                    terminal, octets = self.damaged(change, language)
                    aside = self.home.state / "events.jsonl.damaged-1"
                    self.assertEqual(aside.read_bytes(), octets)
                    self.assertSays(
                        terminal.screen.text(),
                        pack.ui(language, "start.damaged", file=aside, kept=len(self.home.events())))
                    self.assertSays(
                        terminal.screen.text(),
                        pack.heading(pack.FIRST_SESSION, language, pack.number(pack.FIRST_SESSION, "stat")))
                    terminal.quit()
                    again = self.terminal()
                    again.prompt()
                    self.assertNotIn("damaged", again.screen.text())
                    again.close()

    def test_a_line_cut_by_a_power_failure(self):
        terminal, octets = self.damaged(lambda octets: octets + octets.splitlines()[-1][:30])
        self.assertIn("damaged-1", terminal.screen.text().replace("\n", ""))
        self.assertSays(terminal.screen.text(), pack.heading(pack.FIRST_SESSION, "en", 5))
        self.assertEqual((self.home.state / "events.jsonl.damaged-1").read_bytes(), octets)
        terminal.quit()
        self.home.events()

    def test_damaged_twice(self):
        terminal, first = self.damaged(lambda octets: octets + b"one\n")
        terminal.quit()
        second = self.home.events_file.read_bytes() + b"two\n"
        self.home.events_file.write_bytes(second)
        terminal = self.terminal()
        terminal.prompt()
        self.assertEqual((self.home.state / "events.jsonl.damaged-1").read_bytes(), first)
        self.assertEqual((self.home.state / "events.jsonl.damaged-2").read_bytes(), second)

    def test_all_damaged(self):
        terminal, octets = self.damaged(lambda octets: b"\x00" * 5000)
        self.assertSays(terminal.screen.text(), pack.heading(pack.FIRST_SESSION, "en", 1))
        self.assertSays(terminal.screen.text(), "0 entries were still readable")
        self.assertEqual((self.home.state / "events.jsonl.damaged-1").read_bytes(), octets)

    def test_a_later_version_s_lines_are_left_alone(self):
        later = b'{"event":"line.dreamt","lesson":"pop3/first-session","v":2}\n'
        terminal, octets = self.damaged(lambda octets: octets + later)
        self.assertNotIn("damaged", terminal.screen.text())
        terminal.quit()
        self.assertIn(later, self.home.events_file.read_bytes())

    def test_damaged_settings_are_asked_again(self):
        self.lesson(until="user").quit()
        (self.home.folder / "config/mailtutor/settings.json").write_text("{")
        terminal = self.terminal()
        self.assertSays(terminal.first_start("vi"), pack.heading(pack.FIRST_SESSION, "vi", 3))

    def test_a_place_that_cannot_be_written(self):
        blocked = self.home.folder / "blocked"
        blocked.write_text("a file where the folder should be")
        terminal = self.lesson(until="stat", env={"XDG_STATE_HOME": str(blocked)})
        shown = terminal.screen.text()
        self.assertSays(shown, pack.ui("en", "start.unwritable").split("{reason}")[0])
        self.assertEqual(shown.count("Your progress cannot be saved"), 1)
        self.assertNotIn("Cocoa", shown)  # no reason for a learner
        self.assertSays(terminal.enter("STAT"), "+OK 3 345910")
        terminal.keys("/quit" + ENTER)
        self.assertEqual(terminal.exit_code(), 0)
        self.assertSaysNot(terminal.screen.text(), pack.ui("en", "end.saved"))

    def test_a_file_that_cannot_grow(self):
        """A part of a line is taken, then no more: the system's limit on a file's size does what a full disk does."""
        self.lesson(until="stat").quit()
        before = self.home.events_file.read_bytes()

        def limited():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, len(before) + 100))

        with self.start("--lang", "en", stdin=subprocess.PIPE, preexec_fn=limited) as learner:
            output = learner.communicate(b"STTA\nSTAT\n")[0].decode()
        self.assertEqual(output.count("Your progress cannot be saved"), 1)
        self.assertSays(output, pack.heading(pack.FIRST_SESSION, "en", pack.number(pack.FIRST_SESSION, "stat") + 1))
        self.assertEqual(self.home.events_file.read_bytes(), before)
        self.assertSays(self.run_tutor(input="STAT\n").output, "+OK 3 345910")
        self.assertEqual(self.home.events_file.read_bytes()[:len(before)], before)
        self.assertEqual(self.home.chain_breaks(), [])

    def test_two_at_once(self):
        first = self.lesson(until="user")
        second = self.terminal()
        self.assertEqual(second.prompt(), "pop3 authorization>")
        for line in pack.solution(pack.FIRST_SESSION, "list")[2:]:
            self.assertSays(first.enter(line), "✓")
            self.assertSays(second.enter(line), "✓")
        self.assertEqual(first.quit(), 0)
        self.assertEqual(second.quit(), 0)
        self.home.events()  # every line is whole
        self.assertEqual(self.home.chain_breaks(), [])
        again = self.terminal()
        self.assertEqual(again.prompt(), "pop3 transaction>")
        self.assertNotIn("damaged", again.screen.text())
        self.assertSays(again.screen.text(), pack.heading(pack.FIRST_SESSION, "en", pack.number(pack.FIRST_SESSION, "list")))

    def test_two_at_different_places(self):
        first = self.lesson(until="stat")
        second = self.lesson(pack.FIRST_LETTER, "sender")
        first.enter("STAT")
        first.quit()
        second.enter("MAIL FROM:<stonegong@21cn.com>")
        second.quit()
        listed = json.loads(self.run_tutor("list", "--json").output)["lessons"]
        passed = {lesson["id"]: lesson["passed"] for lesson in listed}
        self.assertEqual(passed[pack.FIRST_SESSION], pack.number(pack.FIRST_SESSION, "stat"))
        self.assertEqual(passed[pack.FIRST_LETTER], pack.number(pack.FIRST_LETTER, "sender"))

    def test_an_older_version_s_file_goes_on(self):
        """Real lines of it; the first lesson stands in the middle of its sixth step, the second was opened last."""
        old = (pack.ROOT / "Tests/Logs/without-packs.jsonl").read_bytes()
        self.home.state.mkdir(parents=True)
        self.home.events_file.write_bytes(old)
        passed = {lesson["id"]: lesson["passed"] for lesson in self.listed()}
        self.assertEqual(passed, {pack.FIRST_SESSION: 5, pack.FIRST_LETTER: 0, pack.JOURNEY: 0})
        ended = self.run_tutor("--lang", "en", input="telnet smtp.21cn.com 25\n")
        self.assertSays(ended.output, pack.heading(pack.FIRST_LETTER, "en", 2))
        self.assertTrue(self.home.events_file.read_bytes().startswith(old))
        self.assertGreater(len(self.home.events()), len(old.splitlines()))
        self.assertEqual(self.home.chain_breaks(), [])

    def listed(self, *arguments):
        return json.loads(self.run_tutor("list", "--json", *arguments).output)["lessons"]

    def test_each_pack_has_its_own(self):
        """Two packs with lessons of one id."""
        other = self.home.folder / "pack"
        shutil.copytree(pack.ROOT / "Lessons", other)
        manifest = other / "pack.yaml"
        manifest.write_text(manifest.read_text(encoding="utf-8").replace("id: builtin", "id: uni"), encoding="utf-8")
        self.lesson(until="stat").quit()
        self.lesson(until="user", arguments=("--pack", str(other))).quit()
        self.lesson(pack.FIRST_LETTER, "sender").quit()
        first, step = pack.FIRST_SESSION, functools.partial(pack.number, pack.FIRST_SESSION)
        self.assertEqual(self.passed(), (step("stat") - 1, pack.number(pack.FIRST_LETTER, "sender") - 1))
        self.assertEqual(self.passed("--pack", str(other)), (step("user") - 1, 0))
        for arguments, lesson, number in (
                ((), pack.FIRST_LETTER, pack.number(pack.FIRST_LETTER, "sender")),
                (("--pack", str(other)), first, step("user"))):
            ended = self.run_tutor(*arguments, "--lang", "en", input="")
            self.assertSays(ended.output, pack.ui("en", "start.resumed", step=number, steps=len(pack.steps(lesson))))
        self.assertEqual(self.home.chain_breaks(), [])

    def passed(self, *arguments):
        passed = {lesson["id"]: lesson["passed"] for lesson in self.listed(*arguments)}
        return passed[pack.FIRST_SESSION], passed[pack.FIRST_LETTER]

    def start(self, *arguments, **options):
        return subprocess.Popen(
            [installed(), *arguments], env=self.home.environment, cwd=self.home.folder, stdout=subprocess.PIPE, **options)

    def test_killed_while_it_appends(self):
        """What was printed is in the log, whole and in one chain, whenever the writer dies."""
        chance = random.Random(1939)
        typed = self.home.folder / "typed"
        typed.write_text("STTA\n" * 2000, encoding="utf-8")
        printed = []
        for _ in range(20):
            with typed.open() as lines, self.start("learn", pack.FIRST_SESSION, "--json", stdin=lines) as writer:
                seen = [writer.stdout.readline() for _ in range(chance.randrange(1, 40))]
                writer.kill()
                seen += writer.stdout.readlines()
            self.assertEqual(writer.returncode, -9)
            printed += [line for line in seen if line.endswith(b"\n")]
        self.listed()  # a line that was cut is put aside
        kept = self.home.events_file.read_bytes().splitlines(keepends=True)
        self.assertGreater(len(printed), 100)
        self.assertEqual(set(printed) - set(kept), set())
        self.assertEqual(self.home.chain_breaks(), [])

    def test_killed_while_it_repairs(self):
        """The good lines and the damaged ones are both there, whenever the repair is cut off."""
        chance = random.Random(5321)
        self.lesson(until="stat").quit()
        good = self.home.events_file.read_bytes() * 150
        damaged = good + b"rubbish\n"
        for _ in range(25):
            for file in self.home.state.glob("events.jsonl*"):
                file.unlink()
            self.home.events_file.write_bytes(damaged)
            with self.start("list", stderr=subprocess.DEVNULL) as repair:
                try:
                    repair.wait(chance.uniform(0, 0.2))
                except subprocess.TimeoutExpired:
                    repair.kill()
            self.assertIn(self.home.events_file.read_bytes(), (good, damaged))
            self.listed()
            self.assertEqual(self.home.events_file.read_bytes(), good)
            aside = self.home.state / "events.jsonl.damaged-1"
            self.assertEqual(aside.read_bytes(), damaged)
