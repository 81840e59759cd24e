"""Each lesson from the first start to the last line, in each language, with real keys."""

import json

import pack
from sessions import TerminalTest


class WholeLesson:
    language = "en"

    def play_whole(self, lesson, *arguments):
        language, steps = self.language, pack.steps(lesson)
        terminal = self.terminal(*arguments)
        shown = terminal.first_start(language)
        self.assertSays(shown, pack.title(lesson, language))
        for index, step in enumerate(steps):
            self.assertSays(shown, pack.heading(lesson, language, index + 1))
            self.assertSays(shown, pack.section(lesson, language, step.id))
            for line in step.lines[:-1]:
                shown = terminal.enter(line)
                self.assertSaysNot(shown, pack.ui(language, "step.done", step=index + 1, steps=len(steps)))
            shown = terminal.enter(step.lines[-1])
            if step.kind != "read":
                self.assertSays(shown, pack.section(lesson, language, step.id, "done"))
                self.assertSays(shown, pack.ui(language, "step.done", step=index + 1, steps=len(steps)))
        self.assertSays(shown, pack.ui(language, "finished.lesson", title=pack.title(lesson, language)))
        # Other lessons are left: the next one is offered, and may be left alone.
        self.assertSays(shown, pack.ui(language, "finished.go-on"))
        self.assertEqual(terminal.quit(), 0)
        self.assertEqual(
            [event["step"] for event in self.home.events() if event["event"] == "step.passed"],
            [step.id for step in steps])
        self.assertEqual(self.home.events()[-1]["event"], "lesson.finished")
        self.assertEqual([line for line in self.home.judged() if line[1] == "mistake"], [])

    def test_first_session(self):
        self.play_whole(pack.FIRST_SESSION)

    def test_first_letter(self):
        self.play_whole(pack.FIRST_LETTER, "learn", pack.FIRST_LETTER)

    def test_send_and_receive(self):
        self.play_whole(pack.JOURNEY, "learn", pack.JOURNEY)


class English(WholeLesson, TerminalTest):
    language = "en"


class Vietnamese(WholeLesson, TerminalTest):
    language = "vi"


class Chinese(WholeLesson, TerminalTest):
    language = "zh"


class PseudoLanguage(WholeLesson, TerminalTest):
    language = pack.PSEUDO


class AllLessons(TerminalTest):
    def test_the_steps_read_are_the_steps_there_are(self):
        listed = json.loads(self.run_tutor("list", "--json").output)["lessons"]
        steps = {lesson["id"]: lesson["steps"] for lesson in listed}
        for lesson in (pack.FIRST_SESSION, pack.FIRST_LETTER, pack.JOURNEY):
            self.assertEqual(steps[lesson], len(pack.steps(lesson)))

    def test_enter_goes_on_to_the_next_lesson(self):
        terminal = self.lesson()
        shown = terminal.play(pack.solution(pack.FIRST_SESSION))
        self.assertSays(shown, pack.ui("en", "finished.go-on"))
        terminal.enter("")
        self.assertEqual(terminal.screen.at_cursor, "$ ")
        started = [event["lesson"] for event in self.home.events() if event["event"] == "lesson.started"]
        self.assertEqual(len(set(started)), 2)
        self.assertSays(terminal.screen.text(), pack.heading(started[1], "en", 1))
        self.assertEqual(terminal.quit(), 0)

    def test_the_last_lesson_ends_the_program(self):
        listed = json.loads(self.run_tutor("list", "--json").output)["lessons"]
        for lesson in [lesson["id"] for lesson in listed if lesson["id"] != pack.JOURNEY]:
            ended = self.run_tutor("learn", lesson, input="".join(f"{line}\n" for line in pack.solution(lesson)))
            self.assertEqual(ended.code, 0)
        terminal = self.lesson(pack.JOURNEY)
        lines = pack.solution(pack.JOURNEY)
        terminal.play(lines[:-1])
        terminal.keys(lines[-1] + "\r")
        self.assertEqual(terminal.exit_code(), 0)
        self.assertSays(terminal.screen.text(), pack.ui("en", "finished.all"))
        again = self.terminal()
        self.assertEqual(again.exit_code(), 0)
        self.assertSays(again.screen.text(), pack.ui("en", "finished.all"))
