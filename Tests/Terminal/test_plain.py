"""Without colours, and without a terminal: words for signs, not one escape sequence, exit codes, JSON."""

import json

import pack
from sessions import END, ENTER, LEFT, Terminal, TerminalTest, installed

PLAIN = {
    "--plain": dict(arguments=("--plain",)),
    "NO_COLOR": dict(env={"NO_COLOR": "1"}),
    "TERM=dumb": dict(env={"TERM": "dumb"}),
    "no TERM": dict(env={"TERM": None}),
    "vt100": dict(env={"TERM": "vt100"}),
}


def script(lesson=pack.FIRST_SESSION, until=None, end="\n"):
    return "".join(line + end for line in pack.solution(lesson, until))


class PlainTerminal(TerminalTest):
    def test_no_escape_in_the_text(self):
        for name, options in PLAIN.items():
            for language in pack.LANGUAGES:
                with self.subTest(name, language=language):
                    self.setUp()
                    terminal = self.lesson(language=language, **options)
                    shown = terminal.play(pack.solution(pack.FIRST_SESSION, "stat"))
                    self.assertSays(shown, pack.ui(language, "words.good"))
                    shown = terminal.enter("STTA")
                    self.assertSays(shown, pack.ui(language, "words.bad"))
                    terminal.enter("/hint")
                    terminal.enter("/help")
                    self.assertEqual(terminal.quit(), 0)
                    self.assertNotIn(b"\x1b", terminal.octets)
                    for sign in "✓✗•":
                        self.assertNotIn(sign, terminal.screen.text().replace("•••", ""))
                    terminal.close()

    def test_code_keeps_its_marks(self):
        terminal = self.lesson(until="stat", arguments=("--plain",))
        self.assertIn("`STAT`", terminal.enter("/hint") + terminal.enter("/hint"))

    def test_an_empty_no_color_is_none(self):
        """https://no-color.org: the variable counts when it is not empty."""
        terminal = self.lesson(env={"NO_COLOR": ""})
        self.assertIn(b"\x1b[1m", terminal.octets)

    def test_colours_otherwise(self):
        terminal = self.lesson(until="stat")
        self.assertIn(b"\x1b[1mpop3 transaction>\x1b[0m", terminal.octets)
        self.assertIn("✗", terminal.enter("STTA"))
        self.assertNotIn("`STTA`", terminal.screen.text())
        # A slash alone would not be seen.
        self.assertIn("`/`", terminal.screen.text())

    def test_colours_are_balanced(self):
        """Text behind code has the text's colour, also when the code is longer than a line."""
        terminal = self.lesson()
        before = len(terminal.octets)
        terminal.enter("/base64 " + "long" * 40)
        self.assertNotIn(b"\x1b[36m, exactly", terminal.octets[before:])

    def test_a_locale_that_is_not_utf8_gets_words(self):
        terminal = self.lesson(until="stat", env={"LANG": "C", "LC_ALL": "C"})
        self.assertIn("NOT YET:", terminal.enter("STTA"))

    def test_editing_on_a_dumb_terminal(self):
        for name in ("TERM=dumb", "no TERM"):
            with self.subTest(name):
                terminal = self.lesson(until="stat", **PLAIN[name])
                terminal.enter("SAT" + LEFT * 2 + "T" + END)
                self.assertEqual(self.home.judged()[-1], ("STAT", "right", None))
                self.assertNotIn(b"\x1b", terminal.octets)

    def test_a_secret_too(self):
        terminal = self.lesson(until="pass", arguments=("--plain",))
        terminal.keys("PASS" + ENTER)
        terminal.wait(lambda: terminal.screen.typed_line == "PASS ", "the question")
        start, before = terminal.screen.row, len(terminal.octets)
        terminal.keys("tanstaaf" + ENTER)
        terminal.shown_since(start)
        self.assertNotIn(b"tanstaaf", terminal.octets[before:])
        self.assertNotIn(b"\x1b", terminal.octets)


class NoTerminal(TerminalTest):
    def test_piped_to_the_end(self):
        for lesson in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
            for language in pack.LANGUAGES:
                with self.subTest(lesson, language=language):
                    ended = self.run_tutor("learn", lesson, "--lang", language, input=script(lesson))
                    self.assertEqual((ended.code, ended.errors), (0, ""))
                    self.assertNotIn("\x1b", ended.output)
                    for number in range(len(pack.steps(lesson))):
                        self.assertSays(ended.output, pack.heading(lesson, language, number + 1))
                    self.assertSays(
                        ended.output, pack.ui(language, "finished.lesson", title=pack.title(lesson, language)))

    def test_piped_and_not_finished(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, input=script(until="stat"))
        self.assertEqual(ended.code, 1)
        self.assertSays(
            ended.output, pack.ui("en", "end.input-ended", step=5, steps=len(pack.steps(pack.FIRST_SESSION))))
        self.assertNotIn("\x1b", ended.output)

    def test_no_input_at_all(self):
        ended = self.run_tutor(input="")
        self.assertEqual(ended.code, 1)
        self.assertSaysNot(ended.output, "Choose a language")
        self.assertSays(ended.output, pack.heading(pack.FIRST_SESSION, "en", 1))

    def test_crlf_and_no_last_line_end(self):
        self.assertEqual(self.run_tutor("learn", pack.FIRST_LETTER, input=script(pack.FIRST_LETTER, end="\r\n")).code, 0)
        lines = pack.solution(pack.FIRST_SESSION, "quit")
        ended = self.run_tutor("learn", pack.FIRST_SESSION, input="\n".join(lines + ["QUIT"]))
        self.assertSays(ended.output, pack.heading(pack.FIRST_SESSION, "en", len(pack.steps(pack.FIRST_SESSION))))

    def test_what_was_piped_is_shown_masked(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, input=script(until="stat"))
        self.assertIn("pop3 authorization> PASS •••\n", ended.output)
        self.assertIn("? b\n", ended.output)

    def test_quit_in_a_pipe(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, input=script(until="stat") + "/quit\nSTAT\n")
        self.assertEqual(ended.code, 1)
        self.assertSaysNot(ended.output, "+OK 3 345910")

    def test_invalid_utf8_in_a_pipe(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, input=script(until="stat").encode() + b"ST\xff\xfeT\nSTAT\n")
        self.assertSays(ended.output, "+OK 3 345910")

    def test_escapes_in_a_pipe_are_made_visible(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, input=script(until="stat") + "\x1b]0;owned\x07STAT\n/hint\x1b[2J\n")
        self.assertNotIn("\x1b", ended.output)
        self.assertNotIn("\x07", ended.output)

    def test_a_script(self):
        file = self.home.folder / "answers"
        file.write_text(script(), encoding="utf-8")
        ended = self.run_tutor("learn", pack.FIRST_SESSION, "--script", str(file))
        self.assertEqual((ended.code, ended.errors), (0, ""))
        self.assertNotIn("\x1b", ended.output)
        file.write_text(script(until="list"), encoding="utf-8")
        self.assertEqual(self.run_tutor("learn", pack.FIRST_SESSION, "--script", str(file)).code, 1)

    def test_a_script_that_cannot_be_read(self):
        for name in ("missing", "."):
            with self.subTest(name):
                ended = self.run_tutor("learn", pack.FIRST_SESSION, "--script", str(self.home.folder / name))
                self.assertEqual(ended.code, 74)
                self.assertIn(str(self.home.folder / name), ended.errors)

    def test_in_a_terminal_with_piped_lines(self):
        """Plain text all the same, since nobody types."""
        file = self.home.folder / "answers"
        file.write_text(script(), encoding="utf-8")
        for command in (f"'{installed()}' learn {pack.FIRST_SESSION} <answers",
                        f"'{installed()}' learn {pack.FIRST_SESSION} --script answers"):
            with self.subTest(command.split("'")[-1]):
                terminal = Terminal(self.home, command=["/bin/sh", "-c", command])
                self.assertEqual(terminal.exit_code(), 0)
                self.assertNotIn(b"\x1b", terminal.octets)

    def test_input_from_a_terminal_and_output_to_a_file(self):
        terminal = Terminal(
            self.home, command=["/bin/sh", "-c", f"'{installed()}' learn {pack.FIRST_SESSION} --lang en >out"])
        for line in pack.solution(pack.FIRST_SESSION):
            terminal.keys(line + "\n")
        self.assertEqual(terminal.exit_code(), 0)
        written = (self.home.folder / "out").read_text(encoding="utf-8")
        self.assertNotIn("\x1b", written)
        self.assertSays(written, pack.heading(pack.FIRST_SESSION, "en", 12))


class JSONLines(TerminalTest):
    def test_every_line_is_json(self):
        for lesson in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
            with self.subTest(lesson):
                self.setUp()
                ended = self.run_tutor("learn", lesson, "--json", input="STTA\n/hint\n/show\n" + script(lesson))
                self.assertEqual((ended.code, ended.errors), (0, ""))
                events = [json.loads(line) for line in ended.output.splitlines()]
                self.assertEqual(events, self.home.events())
                self.assertEqual({event["pack"] for event in events}, {"builtin"})
                self.assertEqual(self.home.chain_breaks(), [])
                self.assertEqual(events[0]["event"], "lesson.started")
                self.assertEqual(events[-1]["event"], "lesson.finished")
                self.assertTrue(all(event["v"] == 1 and event["lesson"] == lesson for event in events))
                self.assertEqual(sum(event["event"] == "step.passed" for event in events), len(pack.steps(lesson)))
                self.assertIn("hint.given", [event["event"] for event in events])
                self.assertIn("answer.shown", [event["event"] for event in events])

    def test_not_finished(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, "--json", input=script(until="pass"))
        self.assertEqual(ended.code, 1)
        for line in ended.output.splitlines():
            json.loads(line)

    def test_in_every_language_and_after_damage(self):
        self.run_tutor("learn", pack.FIRST_SESSION, input=script(until="stat"))
        self.home.events_file.write_bytes(self.home.events_file.read_bytes() + b"rubbish\n")
        ended = self.run_tutor("learn", "--json", "--lang", "zh", input="ＳＴＡＴ\n/lang vi\n/nonsense\n\n")
        for line in ended.output.splitlines():
            json.loads(line)

    def test_no_secret(self):
        ended = self.run_tutor("learn", pack.FIRST_SESSION, "--json", input=script())
        self.assertNotIn("tanstaaf", ended.output)

    def test_in_a_terminal(self):
        terminal = self.terminal("learn", pack.FIRST_SESSION, "--json", "--lang", "en", columns=200)
        terminal.keys("telnet mail.example.net 110\n")
        terminal.wait_for('"step.passed"')
        self.assertNotIn(b"\x1b", terminal.octets)
