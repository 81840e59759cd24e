"""The words that begin with a slash, and what mailtutor says to a mistake."""

import pack
from sessions import ENTER, TerminalTest

NAMES = ("/help", "/hint", "/why", "/explain", "/where", "/lang", "/back", "/redo", "/skip", "/show", "/base64", "/quit")


class Words(TerminalTest):
    def heading(self, step, language="en"):
        return pack.heading(pack.FIRST_SESSION, language, pack.number(pack.FIRST_SESSION, step))

    def section(self, *arguments, **options):
        return pack.section(pack.FIRST_SESSION, *arguments, **options)

    def test_a_mistyped_verb(self):
        terminal = self.lesson(until="stat")
        shown = terminal.enter("STTA")
        for text in (
                "S: -ERR", "✗", "STTA is no POP3 command", "Did you mean STAT?",
                pack.diagnosis("en", "verb.typo.why")):
            self.assertSays(shown, text)
        self.assertEqual(self.home.judged()[-1], ("STTA", "mistake", "verb.typo"))
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")

    def test_the_reason_is_given_once_and_why_gives_it_again(self):
        terminal = self.lesson(until="stat")
        reason = pack.diagnosis("en", "verb.typo.why")
        self.assertSays(terminal.enter("/why"), pack.ui("en", "why.nothing"))
        shown = terminal.enter("STTA")
        self.assertSays(shown, reason)
        self.assertSaysNot(shown, "verb.typo")
        self.assertSaysNot(terminal.enter("SATT"), reason)
        shown = terminal.enter("/why")
        self.assertSays(shown, "SATT is no POP3 command")
        self.assertSays(shown, "verb.typo · RFC 1939 §3")
        self.assertSays(shown, reason)

    def test_hints_to_the_end(self):
        for language in pack.LANGUAGES:
            with self.subTest(language):
                terminal = self.lesson(until="stat", language=language)
                total = pack.hints(pack.FIRST_SESSION, language, "stat")
                for nth in range(total):
                    shown = terminal.enter("/hint")
                    self.assertSays(shown, pack.ui(language, "hint.title", number=nth + 1, total=total))
                    self.assertSays(shown, self.section(language, "stat", "hint", nth=nth))
                    self.assertSays(shown, pack.ui(language, "hint.more" if nth + 1 < total else "hint.then-show"))
                for _ in range(2):
                    self.assertSays(terminal.enter("/hint"), pack.ui(language, "hint.no-more"))
                terminal.close()
        self.assertSays(self.lesson(until="closing").enter("/hint"), pack.ui("en", "hint.none"))

    def test_show(self):
        terminal = self.lesson(until="stat")
        shown = terminal.enter("/show")
        self.assertSays(shown, pack.ui("en", "solution.title"))
        self.assertIn("    STAT", shown.split("\n"))
        self.assertSays(shown, pack.ui("en", "solution.yours"))
        self.assertEqual(self.home.events()[-1]["event"], "answer.shown")
        self.assertSays(terminal.enter("STAT"), self.heading("total"))

    def test_where(self):
        terminal = self.lesson()
        steps = len(pack.steps(pack.FIRST_SESSION))
        self.assertSays(terminal.enter("/where"), pack.ui("en", "where.offline", step=1, steps=steps))
        terminal.play(pack.solution(pack.FIRST_SESSION, "stat"))
        shown = terminal.enter("/where")
        self.assertSays(
            shown,
            pack.ui("en", "where.connected", step=pack.number(pack.FIRST_SESSION, "stat"), steps=steps,
                    host="mail.example.net:110", state="transaction", verbs="QUIT, STAT, LIST, RETR, DELE"))
        self.assertSays(shown, self.heading("stat"))

    def test_explain(self):
        terminal = self.lesson()
        self.assertSays(terminal.enter("/explain"), pack.ui("en", "explain.nothing"))
        terminal.play(pack.solution(pack.FIRST_SESSION, "stat"))
        shown = terminal.enter("/explain")
        self.assertSays(shown, "S: +OK dewey's maildrop has 3 messages")
        self.assertSays(terminal.enter("/explain 550"), "the server does not do this")
        self.assertSays(terminal.enter("/explain RETR"), pack.sentences("en", "commands")["pop3.RETR"])
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")

    def test_explain_a_bare_ok(self):
        """No command is known that it answers, so nothing may be said about the command."""
        terminal = self.lesson(until="stat")
        self.assertSaysNot(terminal.enter("/explain +OK"), "does not know")

    def test_base64(self):
        terminal = self.lesson()
        self.assertSays(terminal.enter("/base64"), pack.ui("en", "base64.usage"))
        self.assertSays(terminal.enter("/base64 Tiếng Việt"), "VGnhur9uZyBWaeG7h3Q=")
        self.assertSays(terminal.enter("/base64 你好"), "5L2g5aW9")
        self.assertSays(terminal.enter("/base64 a b"), "YSBi")

    def test_help_names_every_word(self):
        for language in pack.LANGUAGES:
            with self.subTest(language):
                terminal = self.lesson(language=language)
                shown = terminal.enter("/help")
                for name in NAMES:
                    line = next((line for line in shown.split("\n") if line.split()[:1] == [name]), "")
                    self.assertSays(shown, name + pack.ui(language, "help." + name[1:]))
                    self.assertTrue(line.startswith("  " + name), name)
                terminal.close()

    def test_redo_restores_the_server(self):
        terminal = self.lesson(until="stat")
        terminal.enter("DELE 1")
        self.assertSays(terminal.enter("LIST 1"), "-ERR")
        shown = terminal.enter("/redo")
        self.assertSays(shown, pack.ui("en", "redo.done", state="transaction"))
        self.assertSays(shown, self.heading("stat"))
        self.assertSays(terminal.enter("STAT"), "+OK 3 345910")

    def test_back(self):
        terminal = self.lesson()
        self.assertSays(terminal.enter("/back"), pack.ui("en", "back.first"))
        terminal.play(pack.solution(pack.FIRST_SESSION, "stat"))
        shown = terminal.enter("/back")
        self.assertSays(shown, pack.ui("en", "back.done", state="authorization"))
        self.assertSays(shown, self.heading("pass"))
        self.assertEqual(terminal.screen.at_cursor, "pop3 authorization> ")
        self.assertSays(terminal.enter("/back"), self.heading("user"))
        self.assertSays(terminal.enter("/back"), self.heading("greeting"))
        self.assertSays(terminal.enter("/back"), self.heading("connect"))
        self.assertEqual(terminal.screen.at_cursor, "$ ")
        terminal.play(pack.solution(pack.FIRST_SESSION, "list"))
        self.assertSays(terminal.screen.text(), self.heading("list"))

    def test_a_whole_lesson_skipped(self):
        terminal = self.lesson(pack.JOURNEY)
        for step in pack.steps(pack.JOURNEY):
            shown = terminal.screen.text()
            self.assertSays(shown, pack.heading(pack.JOURNEY, "en", pack.number(pack.JOURNEY, step.id)))
            if step.id != pack.steps(pack.JOURNEY)[-1].id:
                shown = terminal.enter("/skip")
                self.assertSays(shown, pack.ui("en", "solution.typed"))
        terminal.keys("/skip" + ENTER)
        terminal.wait_for(pack.ui("en", "finished.lesson", title=pack.title(pack.JOURNEY, "en")))
        skipped = [event["step"] for event in self.home.events() if event["event"] == "step.skipped"]
        self.assertEqual(skipped, [step.id for step in pack.steps(pack.JOURNEY)])

    def test_skip_then_go_on_by_hand(self):
        terminal = self.lesson(until="user")
        terminal.enter("/skip")
        self.assertSays(terminal.enter("PASS tanstaaf"), self.heading("stat"))

    def test_an_unknown_word(self):
        terminal = self.lesson(until="stat")
        before = len(self.home.judged())
        for word, suggestion in (("/hnit", "/hint"), ("/lnag vi", "/lang"), ("/xyzzy", "/help")):
            with self.subTest(word):
                self.assertSays(
                    terminal.enter(word), pack.ui("en", "word.unknown", word=word.split()[0], suggestion=suggestion))
        self.assertEqual(len(self.home.judged()), before)

    def test_two_slashes_send_one(self):
        terminal = self.lesson(until="stat")
        terminal.enter("//hint")
        self.assertEqual(self.home.judged()[-1], ("/hint", "mistake", "verb.unknown"))

    def test_words_in_capitals(self):
        total = pack.hints(pack.FIRST_SESSION, "en", "stat")
        shown = self.lesson(until="stat").enter("/HINT")
        self.assertSays(shown, pack.ui("en", "hint.title", number=1, total=total))

    def test_an_open_letter_takes_only_known_words(self):
        terminal = self.lesson(pack.FIRST_LETTER, "letter")
        for line in ("Subject: /etc/passwd", "", "/etc/passwd is a file", "/hnit"):
            terminal.enter(line)
            self.assertEqual(self.home.judged()[-1][:2], (line, "sent"))
        total = pack.hints(pack.FIRST_LETTER, "en", "letter")
        self.assertSays(terminal.enter("/hint"), pack.ui("en", "hint.title", number=1, total=total))
        self.assertEqual(terminal.screen.at_cursor, "smtp data> ")
        self.assertSays(terminal.enter("."), "S: 250")

    def test_an_empty_line_is_no_command(self):
        terminal = self.lesson()
        self.assertSays(
            terminal.enter(""), pack.ui("en", "empty-line-unconnected"))
        self.assertSaysNot(terminal.enter("/help"), "telnet mail.example.net 110")
        terminal.play(pack.solution(pack.FIRST_SESSION, "user"))
        self.assertSays(terminal.enter(""), pack.ui("en", "empty-line"))


class ChangingLanguage(TerminalTest):
    def test_at_once_in_the_middle_of_a_step(self):
        terminal = self.lesson(until="stat")
        number = pack.number(pack.FIRST_SESSION, "stat")
        for language in ("vi", "zh", "en"):
            with self.subTest(language):
                shown = terminal.enter(f"/lang {language}")
                self.assertSays(shown, pack.ui(language, "lang.now"))
                self.assertSays(shown, pack.heading(pack.FIRST_SESSION, language, number))
                self.assertSays(shown, pack.section(pack.FIRST_SESSION, language, "stat"))
                self.assertSays(terminal.enter("/hnit"), pack.ui(language, "word.unknown", word="/hnit", suggestion="/hint"))
                self.assertSays(terminal.enter("/redo"), pack.ui(language, "redo.done", state="transaction"))
                self.assertSays(
                    terminal.enter("/hint"), pack.section(pack.FIRST_SESSION, language, "stat", "hint"))
                self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
        terminal.enter("/lang zh")
        self.assertSays(terminal.enter("STAT"), pack.section(pack.FIRST_SESSION, "zh", "stat", "done"))

    def test_mistakes_too(self):
        terminal = self.lesson(until="stat")
        english = terminal.enter("STTA")
        terminal.enter("/lang vi")
        vietnamese = terminal.enter("STTA")
        self.assertSays(english, pack.diagnosis("en", "verb.typo.what", bad="STTA"))
        self.assertSays(vietnamese, pack.diagnosis("vi", "verb.typo.what", bad="STTA"))
        self.assertSays(terminal.enter("/why"), pack.diagnosis("vi", "verb.typo.why"))

    def test_the_names_a_language_has(self):
        terminal = self.lesson()
        for name, language in (("zh_CN", "zh"), ("zh-Hans", "zh"), ("VI", "vi"), ("en_GB", "en")):
            with self.subTest(name):
                self.assertSays(terminal.enter(f"/lang {name}"), pack.ui(language, "lang.now"))
        for wrong in ("/lang", "/lang xx"):
            with self.subTest(wrong):
                names = ["en (English)", "vi (Tiếng Việt)", "zh (中文)"]
                self.assertSays(terminal.enter(wrong), pack.ui("en", "lang.which", languages=names))

    def test_in_an_open_letter(self):
        terminal = self.lesson(pack.FIRST_LETTER, "letter")
        self.assertSays(terminal.enter("/lang zh"), pack.ui("zh", "lang.now"))
        self.assertEqual(terminal.screen.at_cursor, "smtp data> ")

    def test_the_choice_is_kept(self):
        terminal = self.lesson(until="stat")
        terminal.enter("/lang vi")
        terminal.quit()
        again = self.terminal()
        again.prompt()
        self.assertSays(
            again.screen.text(),
            pack.heading(pack.FIRST_SESSION, "vi", pack.number(pack.FIRST_SESSION, "stat")))


class FirstStart(TerminalTest):
    QUESTION = pack.menu()

    def test_ways_to_answer(self):
        for answer, language in (
                ("1", "en"), ("2", "vi"), ("3", "zh"), ("vi", "vi"), ("３", "zh"), ("zh_CN", "zh"), (" 2 ", "vi")):
            with self.subTest(answer):
                self.setUp()
                terminal = self.terminal()
                terminal.prompt()
                self.assertSays(terminal.enter(answer), pack.heading(pack.FIRST_SESSION, language, 1))
                terminal.close()

    def test_another_answer_asks_again(self):
        terminal = self.terminal()
        terminal.prompt()
        self.assertSays(terminal.enter("7"), self.QUESTION)
        self.assertSays(terminal.enter("2"), pack.heading(pack.FIRST_SESSION, "vi", 1))

    def test_enter_takes_the_system_s_language(self):
        for variables, language in (
                ({"LANG": "vi_VN.UTF-8"}, "vi"), ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
                ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "vi_VN.UTF-8"}, "zh"), ({"LANG": "C.UTF-8"}, "en")):
            with self.subTest(str(variables)):
                self.setUp()
                terminal = self.terminal(env=variables)
                terminal.prompt()
                self.assertSays(terminal.enter(""), pack.heading(pack.FIRST_SESSION, language, 1))
                terminal.close()

    def test_it_is_asked_once(self):
        terminal = self.terminal()
        terminal.first_start("zh")
        terminal.quit()
        again = self.terminal()
        again.prompt()
        self.assertSaysNot(again.screen.text(), self.QUESTION)
        self.assertSays(again.screen.text(), pack.heading(pack.FIRST_SESSION, "zh", 1))

    def test_the_option_answers_it(self):
        terminal = self.terminal("--lang", "vi")
        terminal.prompt()
        self.assertSaysNot(terminal.screen.text(), self.QUESTION)
        self.assertSays(terminal.screen.text(), pack.heading(pack.FIRST_SESSION, "vi", 1))

    def test_leaving_it(self):
        for key, code in (("\x03", 130), ("\x04", 0)):
            with self.subTest(repr(key)):
                terminal = self.terminal()
                terminal.prompt()
                terminal.keys(key)
                self.assertEqual(terminal.exit_code(), code)
                self.assertEqual(self.home.events(), [])
