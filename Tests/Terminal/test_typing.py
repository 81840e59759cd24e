"""The line under the learner's fingers: editing, history, completion, paste, other scripts, and the secret."""

import termios

import pack
from sessions import (
    BACKSPACE, CTRL_C, DELETE, DOWN, END, ENTER, HOME, LEFT, PASTE, RIGHT, TAB, UP, TerminalTest)

NFC, NFD = "Tiếng Việt", "Tie\u0302\u0301ng Vie\u0323\u0302t"


class Editing(TerminalTest):
    def test_keys_that_edit(self):
        cases = [
            ("left and insert", "abd" + LEFT + "c", "abcd"),
            ("left, right", "ac" + LEFT * 2 + RIGHT + "b", "abc"),
            ("delete", "abxc" + LEFT * 2 + DELETE, "abc"),
            ("backspace", "abx" + BACKSPACE + "c", "abc"),
            ("Ctrl-H", "abx\x08c", "abc"),
            ("Ctrl-B, Ctrl-F", "ac\x02\x02\x06b", "abc"),
            ("Ctrl-K", "abcdef" + LEFT * 3 + "\x0b", "abc"),
            ("Ctrl-U", "gone\x15/base64 kept", "kept"),
            ("Ctrl-W", "one two\x17three", "one three"),
            ("Ctrl-A, Ctrl-E", "c\x01\x06\x06\x06\x06\x06\x06\x06\x06a\x05d", "acd"),
            ("a Vietnamese letter", "aế" + BACKSPACE + "b", "ab"),
            ("a Chinese character", "a中" + BACKSPACE + "b", "ab"),
            ("two Chinese characters", "中国" + BACKSPACE * 2 + "a", "a"),
            ("an emoji", "a📬" + BACKSPACE + "b", "ab"),
            ("insert between Chinese characters", "中国" + LEFT + "x", "中x国"),
            ("insert before Vietnamese letters", "ếđ" + LEFT * 2 + "x", "xếđ"),
        ]
        terminal = self.lesson()
        for name, keys, expected in cases:
            with self.subTest(name):
                self.assertEqual(terminal.octets_of(keys), expected)

    def test_home_and_end_of_every_terminal(self):
        terminal = self.lesson()
        for home, end in (("\x1b[H", "\x1b[F"), ("\x1bOH", "\x1bOF"), ("\x1b[1~", "\x1b[4~"), ("\x01", "\x05")):
            with self.subTest(repr(home)):
                shown = terminal.enter("base64 b" + home + "/" + end + "c")
                self.assertSays(shown, "bc in base64 is YmM=")

    def test_what_is_on_the_screen_is_what_is_sent(self):
        cases = [
            ("中国" + LEFT + "x", "中x国"), ("aế" + BACKSPACE + "b", "ab"), ("a中b" + LEFT + BACKSPACE, "ab"),
            ("Việt Nam" + HOME + "0", "0Việt Nam"), ("日本" + HOME + DELETE, "本")]
        terminal = self.lesson()
        for keys, expected in cases:
            with self.subTest(expected):
                terminal.keys(keys)
                terminal.wait(lambda: terminal.screen.typed_line.rstrip() == "$ " + expected, f"“$ {expected}”")
                start = terminal.screen.row
                terminal.keys("\x15")
                terminal.wait(lambda: terminal.screen.typed_line.rstrip() == "$", "an empty line")
                self.assertEqual(terminal.screen.row, start)

    def test_a_line_longer_than_the_screen(self):
        terminal = self.lesson()
        text = "0123456789" * 22
        self.assertEqual(terminal.octets_of(text + HOME + "\x06" * 8 + "A" + END + "Z"), f"A{text}Z")
        wide = "中文" * 60
        self.assertEqual(terminal.octets_of(wide + BACKSPACE * 2 + "z"), wide[:-2] + "z")

    def test_line_ends(self):
        terminal = self.lesson(until="stat")
        start = terminal.screen.row
        terminal.keys("STAT\n")
        self.assertSays(terminal.shown_since(start), "+OK 3 345910")

    def test_typed_ahead(self):
        """Keys that come while mailtutor is busy are not lost."""
        terminal = self.lesson()
        terminal.keys("".join(line + ENTER for line in pack.solution(pack.FIRST_SESSION, "list")))
        terminal.wait_for(pack.heading(pack.FIRST_SESSION, "en", pack.number(pack.FIRST_SESSION, "list")))
        self.assertEqual([line for line in self.home.judged() if line[1] != "right"], [])


class History(TerminalTest):
    def recalled(self, terminal, times):
        """The lines that Up brings back, latest first."""
        lines = []
        for _ in range(times):
            terminal.keys(UP)
            terminal.settle(0.1)
            lines.append(terminal.screen.typed_line.split("> ", 1)[1].rstrip())
        return lines

    def test_up_and_down(self):
        terminal = self.lesson(until="stat")
        terminal.enter("NOOP")
        terminal.enter("LIST")
        self.assertSays(terminal.enter(UP + UP + DOWN), "+OK")
        self.assertEqual([line for line, _, _ in self.home.judged()][-3:], ["NOOP", "LIST", "LIST"])

    def test_a_recalled_line_can_be_edited(self):
        terminal = self.lesson(until="stat")
        terminal.enter("STTA")
        terminal.enter(UP + BACKSPACE * 2 + "AT")
        self.assertEqual(self.home.judged()[-1], ("STAT", "right", None))

    def test_a_password_never_comes_back(self):
        terminal = self.lesson(until="pass")
        typed = [
            "PASS wrongsecret", "pass wrongsecret", "PSAS wrongsecret", "ＰＡＳＳ wrongsecret", "C: PASS wrongsecret",
            "  PASS wrongsecret", "PASSWORD wrongsecret", "wrongsecret"]
        for line in typed:
            terminal.enter(line)
            terminal.enter("USER dewey")
        terminal.enter("PASS tanstaaf")
        self.never_comes_back(terminal, len(typed) * 2 + 3)

    def test_nor_after_a_refusal(self):
        """The server has forgotten the name and waits for no password; the learner thinks it does."""
        terminal = self.lesson(until="pass")
        typed = ["PASS wrongsecret", "  PASS wrongsecret", "C: PASS wrongsecret", "PASSWORD wrongsecret"]
        for line in typed:
            terminal.enter(line)
        self.never_comes_back(terminal, len(typed) + 2)

    def never_comes_back(self, terminal, times):
        lines = self.recalled(terminal, times)
        self.assertIn("USER dewey", lines)
        kept = sorted({line for line in lines if "secret" in line or "tanstaaf" in line})
        self.assertEqual(kept, [])


class CompletionKeys(TerminalTest):
    def completed(self, terminal, keys, expected):
        terminal.keys(keys + TAB)
        terminal.wait(lambda: terminal.screen.typed_line.split("> ", 1)[-1].rstrip() == expected, f"“{expected}”")
        terminal.keys("\x15")

    def test_verbs_and_words(self):
        terminal = self.lesson(until="stat")
        for keys, expected in (
                ("ST", "STAT"), ("sta", "STAT"), ("RE", "RETR"), ("U", "UIDL"), ("/hi", "/hint"), ("/wher", "/where"),
                ("/b", "/ba"), ("/lang v", "/lang vi"), ("XY", "XY")):
            with self.subTest(keys):
                self.completed(terminal, keys, expected)

    def test_a_completed_line_is_sent_without_the_space(self):
        terminal = self.lesson(until="stat")
        terminal.enter("ST" + TAB)
        self.assertEqual(self.home.judged()[-1], ("STAT", "right", None))
        total = pack.hints(pack.FIRST_SESSION, "en", "stat")
        self.assertSays(terminal.enter("/hi" + TAB), pack.ui("en", "hint.title", number=1, total=total))

    def test_two_tabs_list_what_is_possible(self):
        terminal = self.lesson(until="stat")
        start = terminal.screen.row
        terminal.keys("R" + TAB + TAB)
        terminal.wait(lambda: terminal.screen.row > start and terminal.screen.typed_line.endswith("> R"), "the line again")
        shown = terminal.screen.text(start + 1, terminal.screen.row)
        self.assertEqual(shown.split(), ["RETR", "RSET"])
        terminal.enter("ETR 2")
        self.assertEqual(self.home.judged()[-1][0], "RETR 2")

    def test_before_the_login_only_what_is_legal_then(self):
        terminal = self.lesson(until="user")
        self.completed(terminal, "STA", "STA")
        self.completed(terminal, "US", "USER")

    def test_offline(self):
        terminal = self.lesson()
        terminal.keys("tel" + TAB + "ma" + TAB + "110" + ENTER)
        terminal.wait_for(pack.heading(pack.FIRST_SESSION, "en", 2))
        self.assertEqual(self.home.judged()[-1], ("telnet mail.example.net 110", "right", None))

    def test_smtp(self):
        terminal = self.lesson(pack.FIRST_LETTER, "sender")
        terminal.enter("MA" + TAB + TAB + "stonegong@21cn.com>")
        self.assertEqual(self.home.judged()[-1], ("MAIL FROM:<stonegong@21cn.com>", "right", None))

    def test_no_completion_in_a_letter(self):
        terminal = self.lesson(pack.FIRST_LETTER, "letter")
        terminal.enter("QU" + TAB + "x")
        self.assertEqual(self.home.judged()[-1][0], "QUx")


class OtherScripts(TerminalTest):
    def mistake(self, terminal, line, diagnosis, bad):
        shown = terminal.enter(line)
        for text in (
                pack.diagnosis("en", diagnosis + ".what", bad=bad),
                pack.diagnosis("en", diagnosis + ".fix", suggestion="STAT")):
            self.assertSays(shown, text)
        self.assertEqual(self.home.judged()[-1], (line, "mistake", diagnosis))

    def test_full_width(self):
        terminal = self.lesson(until="stat")
        self.mistake(terminal, "ＳＴＡＴ", "input.fullwidth", "ＳＴＡＴ")

    def test_composed_accents(self):
        terminal = self.lesson(until="stat")
        self.mistake(terminal, "STÁT", "input.composed", "Á")

    def test_decomposed_accents(self):
        terminal = self.lesson(until="stat")
        self.mistake(terminal, "STA\u0301T", "input.composed", "A\u0301")

    def test_the_log_holds_the_line_as_it_was_typed(self):
        terminal = self.lesson(until="user")
        for line in ("ÚSER dewey", "U\u0301SER dewey", "ＵＳＥＲ dewey"):
            with self.subTest(line):
                terminal.enter(line)
                self.assertEqual(self.home.judged()[-1][0], line)

    def test_accents_reach_the_line_as_they_are(self):
        terminal = self.lesson()
        for text in (NFC, NFD, "你好，世界", "đường ư ơ ặ", "e\u0301e\u0301"):
            with self.subTest(text):
                self.assertEqual(terminal.octets_of(text), text)

    def test_the_cursor_is_right_behind_accents(self):
        for text, columns in ((NFC, 10), (NFD, 10), ("你好", 4), ("ＳＴＡＴ", 8)):
            with self.subTest(text):
                terminal = self.lesson()
                terminal.keys(text)
                terminal.wait(lambda: text in terminal.screen.typed_line, text)
                self.assertEqual(terminal.screen.column, 2 + columns)
                terminal.keys(LEFT * len(text) + "x")
                terminal.wait(lambda: "$ x" + text == terminal.screen.typed_line.rstrip(), f"“$ x{text}”", seconds=3)
                terminal.close()

    def test_backspace_over_a_decomposed_letter(self):
        """However much of the letter it takes, the screen shows what is left."""
        terminal = self.lesson()
        terminal.keys("/base64 ae\u0302\u0301" + BACKSPACE)
        terminal.settle()
        shown = terminal.screen.typed_line.rstrip()
        self.assertEqual(shown, "$ /base64 a" + self.lesson().octets_of("ae\u0302\u0301" + BACKSPACE)[1:])

    def test_latin1_keys_do_not_stop_it(self):
        """A terminal that is set to another encoding sends octets that are no UTF-8."""
        terminal = self.lesson(until="stat")
        start = terminal.screen.row
        terminal.keys(b"ST\xc1T\r")
        self.assertSays(terminal.shown_since(start), "-ERR")
        self.assertSays(terminal.enter("STAT"), "+OK 3 345910")


class Paste(TerminalTest):
    def test_three_lines_are_three_lines(self):
        for end in ("\r", "\n", "\r\n"):
            with self.subTest(repr(end)):
                terminal = self.lesson(until="user")
                start = terminal.screen.row
                terminal.keys(PASTE.format(end.join(["USER dewey", "PASS tanstaaf", "STAT", ""])))
                terminal.wait_for("+OK 3 345910")
                terminal.prompt(start)
                self.assertEqual(
                    self.home.judged()[-3:],
                    [("USER dewey", "right", None), (pack.written("PASS tanstaaf"), "right", None), ("STAT", "right", None)])
                terminal.close()

    def test_the_last_line_waits_for_enter(self):
        terminal = self.lesson(until="stat")
        before = len(self.home.judged())
        terminal.keys(PASTE.format("NOOP\rSTA"))
        terminal.wait(lambda: terminal.screen.typed_line.endswith("> STA"), "the last line")
        self.assertEqual(len(self.home.judged()), before + 1)
        terminal.enter("T")
        self.assertEqual(self.home.judged()[-1], ("STAT", "right", None))

    def test_a_letter_with_tabs_and_control_characters(self):
        terminal = self.lesson(pack.FIRST_LETTER, "letter")
        start = terminal.screen.row
        terminal.keys(PASTE.format("Subject: A\ttable\r\r\x01one\ttwo\x04\x1b\r.\r"))
        terminal.wait_for(pack.heading(pack.FIRST_LETTER, "en", pack.number(pack.FIRST_LETTER, "letter") + 1))
        terminal.prompt(start)
        self.assertIn(("one two", "sent", None), self.home.judged())

    def test_ctrl_c_forgets_the_rest(self):
        terminal = self.lesson(until="stat")
        terminal.keys(PASTE.format("half a line"))
        terminal.wait(lambda: terminal.screen.typed_line.endswith("half a line"), "the paste")
        start = terminal.screen.row
        terminal.keys(CTRL_C)
        terminal.shown_since(start)
        terminal.enter("STAT")
        self.assertEqual(self.home.judged()[-1], ("STAT", "right", None))


class Secret(TerminalTest):
    def asked(self, terminal, line="PASS"):
        terminal.keys(line + ENTER)
        terminal.wait(lambda: terminal.screen.typed_line == "PASS ", "the question for the password")
        terminal.wait(lambda: not terminal.mode(termios.ECHO), "echo off")

    def test_pass_alone_asks_with_echo_off(self):
        for line in ("PASS", "pass"):
            with self.subTest(line):
                terminal = self.lesson(until="pass")
                self.asked(terminal, line)
                start, before = terminal.screen.row, len(terminal.octets)
                terminal.keys("tanstaaf" + ENTER)
                self.assertSays(
                    terminal.shown_since(start),
                    pack.heading(pack.FIRST_SESSION, "en", pack.number(pack.FIRST_SESSION, "stat")))
                self.assertNotIn(b"tanstaaf", terminal.octets[before:])
                self.assertEqual(self.home.files_with("tanstaaf"), [])
                terminal.close()

    def test_a_wrong_one_is_nowhere(self):
        terminal = self.lesson(until="pass")
        self.asked(terminal)
        start = terminal.screen.row
        terminal.keys("hush-hush" + ENTER)
        terminal.shown_since(start)
        self.assertEqual(self.home.judged()[-1][2], "auth.wrong")
        terminal.enter("USER dewey")
        for _ in range(4):
            terminal.keys(UP)
            terminal.settle()
        terminal.keys("\x15")
        terminal.enter("/why")
        self.assertEqual(terminal.quit(), 0)
        self.assertNotIn(b"hush", terminal.octets)
        self.assertEqual(self.home.files_with("hush"), [])

    def test_backspace_works_in_it(self):
        terminal = self.lesson(until="pass")
        self.asked(terminal)
        terminal.keys("tanstaafff" + BACKSPACE * 2 + ENTER)
        terminal.wait_for(pack.heading(pack.FIRST_SESSION, "en", pack.number(pack.FIRST_SESSION, "stat")))

    def test_nothing_typed_is_no_password(self):
        terminal = self.lesson(until="pass")
        self.asked(terminal)
        start = terminal.screen.row
        terminal.keys(ENTER)
        self.assertDiagnosed(terminal.shown_since(start), "argument.missing")

    def test_ctrl_c_leaves_it(self):
        terminal = self.lesson(until="pass")
        self.asked(terminal)
        start = terminal.screen.row
        terminal.keys("tan" + CTRL_C)
        self.assertSays(terminal.shown_since(start), pack.ui("en", "end.interrupted"))
        self.assertEqual(terminal.octets_of("seen"), "seen")
        self.assertIn("/base64 seen", terminal.screen.text())
        self.assertSays(terminal.enter("PASS tanstaaf"), "+OK")

    def test_echo_is_back_for_the_next_line(self):
        terminal = self.lesson(until="pass")
        self.asked(terminal)
        start = terminal.screen.row
        terminal.keys("tanstaaf" + ENTER)
        terminal.shown_since(start)
        terminal.keys("STA")
        terminal.wait(lambda: terminal.screen.typed_line.endswith("> STA"), "what is typed")
