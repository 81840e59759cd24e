"""Ways out of a lesson, wanted or not, and the way back in: nothing is lost and the terminal is as it was."""

import os
import shutil
import signal
import time
import unittest

import pack
from sessions import CTRL_C, CTRL_D, ENTER, Terminal, TerminalTest, installed


class ComingBack(TerminalTest):
    def heading(self, step, language="en", lesson=pack.FIRST_SESSION):
        return pack.heading(lesson, language, pack.number(lesson, step))

    def assertGoesOn(self, step, prompt, lesson=pack.FIRST_SESSION):
        """The next mailtutor stands at this step; it is returned."""
        again = self.terminal()
        self.assertEqual(again.prompt(), prompt)
        shown = again.screen.text()
        self.assertSays(shown, self.heading(step, lesson=lesson))
        self.assertSays(
            shown,
            pack.ui("en", "start.resumed", step=pack.number(lesson, step), steps=len(pack.steps(lesson))))
        return again


class Leaving(ComingBack):
    def test_ctrl_c_once_drops_the_line(self):
        terminal = self.lesson(until="stat")
        before = len(self.home.judged())
        start = terminal.screen.row
        terminal.keys("DELE 1" + CTRL_C)
        self.assertSays(terminal.shown_since(start), pack.ui("en", "end.interrupted"))
        self.assertEqual(len(self.home.judged()), before)
        self.assertSays(terminal.enter("STAT"), "+OK 3 345910")

    def test_ctrl_c_twice_leaves(self):
        terminal = self.lesson(until="stat")
        start = terminal.screen.row
        terminal.keys(CTRL_C)
        terminal.shown_since(start)
        terminal.keys(CTRL_C)
        self.assertEqual(terminal.exit_code(), 130)
        self.assertSays(terminal.screen.text(), pack.ui("en", "end.saved"))
        self.assertGoesOn("stat", "pop3 transaction>")

    def test_a_line_between_two_ctrl_c(self):
        terminal = self.lesson(until="stat")
        for _ in range(3):
            start = terminal.screen.row
            terminal.keys(CTRL_C)
            terminal.shown_since(start)
            self.assertSays(terminal.enter("NOOP"), "S: +OK")

    def test_ctrl_d(self):
        terminal = self.lesson(until="stat")
        terminal.keys(CTRL_D)
        self.assertEqual(terminal.exit_code(), 0)
        self.assertSays(terminal.screen.text(), pack.ui("en", "end.saved"))
        self.assertGoesOn("stat", "pop3 transaction>")

    def test_ctrl_d_in_a_line_does_not_leave(self):
        terminal = self.lesson(until="stat")
        terminal.keys("STA" + CTRL_D)
        terminal.settle()
        self.assertTrue(terminal.child.isalive())
        self.assertSays(terminal.enter("T"), "+OK 3 345910")

    def test_quit(self):
        for word in ("/quit", "/exit"):
            with self.subTest(word):
                terminal = self.lesson(until="stat")
                terminal.keys(word + ENTER)
                self.assertEqual(terminal.exit_code(), 0)
                self.assertSays(terminal.screen.text(), pack.ui("en", "end.saved"))
                again = self.assertGoesOn("stat", "pop3 transaction>")
                self.assertSays(again.enter("STAT"), "+OK 3 345910")
                again.close()

    def test_quit_at_every_step(self):
        for lesson in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
            self.setUp()
            terminal = self.lesson(lesson)
            for step in pack.steps(lesson):
                with self.subTest(f"{lesson} {step.id}"):
                    prompt = terminal.screen.at_cursor.rstrip()
                    self.assertEqual(terminal.quit(), 0)
                    terminal = self.terminal()
                    self.assertEqual(terminal.prompt(), prompt)
                    self.assertSays(terminal.screen.text(), self.heading(step.id, lesson=lesson))
                for line in step.lines[:-1]:
                    terminal.enter(line)
                shown = terminal.enter(step.lines[-1])
            self.assertSays(shown, pack.ui("en", "finished.lesson", title=pack.title(lesson, "en")))
            terminal.close()

    def test_quit_in_the_middle_of_a_goal(self):
        """Two of the three lines of the envelope are given; leaving loses nothing, so they still are."""
        terminal = self.lesson(pack.JOURNEY, "envelope")
        terminal.enter("HELO pc.example.org")
        terminal.enter("MAIL FROM:<stonegong@21cn.com>")
        self.assertEqual(terminal.screen.at_cursor, "smtp mail> ")
        self.assertEqual(terminal.quit(), 0)
        again = self.assertGoesOn("envelope", "smtp mail>", pack.JOURNEY)
        self.assertSays(
            again.enter("RCPT TO:<stonegong@yeah.net>"), pack.heading(pack.JOURNEY, "en", 3))

    def test_what_was_done_to_the_server_is_still_done(self):
        """A message marked in a step before is marked after coming back."""
        terminal = self.lesson(until="stat")
        terminal.enter("DELE 1")
        terminal.enter("STAT")
        terminal.enter("STAT")
        shown = terminal.screen.text()
        self.assertSays(shown, "+OK 2 344705")
        terminal.quit()
        again = self.assertGoesOn("total", "?")
        self.assertSays(again.enter("STAT"), "+OK 2 344705")

    def test_quit_after_the_connection_was_closed(self):
        terminal = self.lesson(until="stat")
        terminal.enter("QUIT")
        self.assertEqual(terminal.screen.at_cursor, "$ ")
        self.assertEqual(terminal.quit(), 0)
        again = self.terminal()
        again.prompt()
        self.assertSays(again.screen.text(), self.heading("stat"))

    def test_quit_in_an_open_letter(self):
        terminal = self.lesson(pack.FIRST_LETTER, "letter")
        terminal.enter("Subject: Half")
        self.assertEqual(terminal.quit(), 0)
        again = self.terminal()
        self.assertEqual(again.prompt(), "smtp data>")
        self.assertSays(again.screen.text(), self.heading("letter", lesson=pack.FIRST_LETTER))

    def test_killed_in_an_open_letter(self):
        """Who comes back sees what has been written, and how to end it."""
        for language in pack.LANGUAGES:
            with self.subTest(language):
                self.setUp()
                terminal = self.lesson(pack.FIRST_LETTER, "letter", language)
                terminal.play(["Subject: Half", "", "Good morning,"])
                terminal.kill(signal.SIGKILL)
                self.assertEqual(terminal.exit_code(), -signal.SIGKILL)
                again = self.terminal()
                self.assertEqual(again.prompt(), "smtp data>")
                written = pack.ui(language, "letter.so-far", n=3)
                for text in (written, "Subject: Half", "Good morning,", pack.ui(language, "letter.end")):
                    self.assertSays(again.screen.text(), text)
                shown = again.enter("/where")
                self.assertSays(shown, written)
                self.assertSays(shown, "Good morning,")
                self.assertSays(again.enter("."), "250")

    def test_killed_in_the_middle_of_a_step(self):
        terminal = self.lesson(until="letter")
        terminal.enter("LIST")
        terminal.keys("RETR")
        terminal.wait(lambda: terminal.screen.typed_line.endswith("> RETR"), "RETR")
        terminal.kill(signal.SIGKILL)
        self.assertEqual(terminal.exit_code(), -signal.SIGKILL)
        again = self.assertGoesOn("letter", "pop3 transaction>")
        self.assertSaysNot(again.screen.text(), "damaged")
        self.assertSays(again.enter("RETR 2"), "Picnic on Sunday")

    def test_each_answer_is_kept_before_the_next_prompt(self):
        """Killed at once after each prompt: never a step back."""
        for step in pack.steps(pack.FIRST_SESSION)[1:6]:
            terminal = self.lesson(until=step.id)
            terminal.kill(signal.SIGKILL)
            terminal.exit_code()
            self.assertGoesOn(step.id, terminal.screen.at_cursor.rstrip()).close()

    def test_learn_begins_anew(self):
        terminal = self.lesson(until="stat")
        terminal.quit()
        again = self.lesson()
        self.assertSays(again.screen.text(), self.heading("connect"))
        self.assertEqual(again.screen.at_cursor, "$ ")

    def test_learn_without_a_lesson_goes_on(self):
        self.lesson(until="stat").quit()
        again = self.terminal("learn")
        self.assertEqual(again.prompt(), "pop3 transaction>")


class Signals(ComingBack):
    """In a shell, as in life: `stty -g` before and after says whether the terminal is as it was."""

    SCRIPT = 'trap : INT; stty -g; sh -c \'echo "pid $$"; exec "$0" "$@"\' "$@"; echo "code $?"; stty -g; echo end'

    def started(self, *arguments):
        terminal = Terminal(
            self.home, command=["/bin/sh", "-c", self.SCRIPT, "sh", str(installed()), "--lang", "en", *arguments])
        terminal.prompt()
        lines = terminal.screen.lines()
        self.pid = int(next(line for line in lines if line.startswith("pid ")).split()[1])
        self.modes = lines[0]
        return terminal

    def ended(self, terminal):
        terminal.wait(lambda: "\nend" in terminal.screen.text(), "the shell's last line")
        lines = [line for line in terminal.screen.lines() if line]
        code = int(next(line for line in lines if line.startswith("code ")).split()[1])
        self.assertEqual(lines[lines.index("end") - 1], self.modes, "stty -g differs")
        self.assertNotIn(2004, terminal.screen.modes, "bracketed paste is still on")
        return code

    def test_the_terminal_is_restored(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number.name):
                self.setUp()
                terminal = self.started()
                terminal.play(pack.solution(pack.FIRST_SESSION, "stat"))
                terminal.keys("STA")
                terminal.wait(lambda: terminal.screen.typed_line.endswith("> STA"), "STA")
                os.kill(self.pid, number)
                self.assertNotIn(self.ended(terminal), (0, 1))
                self.assertGoesOn("stat", "pop3 transaction>").close()

    def test_also_from_the_question_for_a_secret(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number.name):
                self.setUp()
                terminal = self.started()
                terminal.play(pack.solution(pack.FIRST_SESSION, "pass"))
                terminal.keys("PASS" + ENTER)
                terminal.wait(lambda: terminal.screen.typed_line == "PASS ", "the question")
                os.kill(self.pid, number)
                self.assertNotIn(self.ended(terminal), (0, 1))
                self.assertGoesOn("pass", "pop3 authorization>").close()

    def test_and_after_the_usual_ways_out(self):
        for keys, code in ((CTRL_D, 0), ("/quit" + ENTER, 0), (CTRL_C, 130)):
            with self.subTest(repr(keys)):
                self.setUp()
                terminal = self.started()
                if keys == CTRL_C:
                    start = terminal.screen.row
                    terminal.keys(CTRL_C)
                    terminal.shown_since(start)
                terminal.keys(keys)
                self.assertEqual(self.ended(terminal), code)

    def test_a_closed_window_ends_it(self):
        terminal = self.lesson(until="stat")
        os.close(terminal.child.child_fd)
        deadline = time.monotonic() + 5
        while os.waitpid(terminal.child.pid, os.WNOHANG) == (0, 0):
            self.assertLess(time.monotonic(), deadline, "mailtutor still runs without its terminal")
            time.sleep(0.02)
        terminal.child.closed = terminal.child.ptyproc.closed = True
        self.assertGoesOn("stat", "pop3 transaction>")

    @unittest.skipUnless(shutil.which("bash"), "job control needs bash")
    def test_ctrl_z_and_fg(self):
        terminal = Terminal(
            self.home, command=["bash", "--norc", "--noprofile", "-i"], env={"PS1": "shell# ", "HISTFILE": "/dev/null"})
        terminal.wait(lambda: terminal.screen.at_cursor == "shell# ", "the shell")
        terminal.keys(f"{installed()} --lang en{ENTER}")
        terminal.prompt()
        terminal.play(pack.solution(pack.FIRST_SESSION, "stat"))
        terminal.keys("STA")
        terminal.wait(lambda: terminal.screen.typed_line.endswith("> STA"), "STA")
        terminal.keys("\x1a")
        terminal.wait(lambda: terminal.screen.at_cursor == "shell# ", "the shell")
        terminal.keys(f"echo seen{ENTER}")
        terminal.wait_for("shell# echo seen\nseen")
        terminal.wait(lambda: terminal.screen.at_cursor == "shell# ", "the shell")
        terminal.keys(f"fg{ENTER}")
        terminal.wait(lambda: terminal.screen.typed_line.endswith("> STA"), "the half-typed line again")
        self.assertSays(terminal.enter("T"), "+OK 3 345910")

