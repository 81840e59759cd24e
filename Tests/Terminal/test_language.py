"""Languages are folders: one that no line of the program knows is offered, spoken and kept like the others."""

import json

import pack
from sessions import TAB, TerminalTest


class AnotherLanguage(TerminalTest):
    language = pack.PSEUDO

    def ui(self, key, **values):
        return pack.ui(pack.PSEUDO, key, **values)

    def test_it_is_in_the_menu_and_kept(self):
        terminal = self.terminal()
        self.assertSays(terminal.first_start(pack.PSEUDO), pack.title(pack.FIRST_SESSION, pack.PSEUDO))
        self.assertEqual(terminal.quit(), 0)
        self.assertSays(terminal.screen.text(), self.ui("end.saved"))
        again = self.terminal()
        again.prompt()
        self.assertSays(again.screen.text(), pack.heading(pack.FIRST_SESSION, pack.PSEUDO, 1))

    def test_the_first_question_knows_what_languages_are_called(self):
        for name, language in (
                ("tieng viet", "vi"), ("viet", "vi"), ("tiếng việt", "vi"), ("VIỆT NAM", "vi"), ("２", "vi"), ("2.", "vi"),
                ("chinese", "zh"), ("中文", "zh"), ("zh-cn", "zh"), ("汉语", "zh"), ("english", "en"), ("英文", "en")):
            with self.subTest(name):
                self.setUp()
                terminal = self.terminal()
                terminal.prompt()
                self.assertSays(terminal.enter(name), pack.title(pack.FIRST_SESSION, language))
                terminal.close()

    def test_what_is_no_language_is_said(self):
        terminal = self.terminal()
        terminal.prompt()
        for line in ("klingon", "9", "/lang vi x"):
            shown = terminal.enter(line)
            for language in pack.LANGUAGES:
                self.assertSays(shown, pack.ui(language, "start.no-language", bad=line))
                self.assertSays(shown, pack.ui(language, "start.choose"))
        self.assertSays(terminal.enter("vi"), pack.title(pack.FIRST_SESSION, "vi"))

    def test_by_its_names(self):
        for name in (pack.PSEUDO, "EN_xa.UTF-8", "⟦Éñĝĺíšĥ⟧", "pseudo"):
            with self.subTest(name):
                ended = self.run_tutor("list", "--lang", name)
                self.assertEqual((ended.code, ended.errors), (0, ""))
                self.assertSays(ended.output, self.ui("list.footer", lesson=pack.FIRST_SESSION))
        ended = self.run_tutor("explain", "RETR", env={"LANG": "en_XA.UTF-8"})
        self.assertSays(ended.output, pack.sentences(pack.PSEUDO, "commands")["pop3.RETR"])

    def test_lang_changes_to_it_and_back(self):
        terminal = self.lesson(until="stat")
        shown = terminal.enter(f"/lang {pack.PSEUDO}")
        self.assertSays(shown, self.ui("lang.now"))
        self.assertSays(shown, pack.section(pack.FIRST_SESSION, pack.PSEUDO, "stat"))
        self.assertSays(
            terminal.enter("STTA"),
            pack.diagnosis(pack.PSEUDO, "verb.typo.what", bad="STTA"))
        names = ["en (English)", "vi (Tiếng Việt)", "zh (中文)", "en-XA (⟦Éñĝĺíšĥ⟧)"]
        self.assertSays(terminal.enter("/lang"), self.ui("lang.which", languages=names))
        self.assertSays(terminal.enter("/lang klingon"), self.ui("lang.which", languages=names))
        self.assertSays(terminal.enter("/lang en"), pack.ui("en", "lang.now"))

    def test_completion(self):
        terminal = self.lesson(until="stat")
        terminal.keys("/lang en-" + TAB)
        terminal.wait(lambda: "en-XA" in terminal.screen.typed_line, "the tag")
        terminal.keys("\r")
        terminal.wait_for(self.ui("lang.now"))

    def test_an_unknown_one_is_told_which_there_are(self):
        ended = self.run_tutor("list", "--lang", "klingon")
        self.assertEqual((ended.code, ended.output), (64, ""))
        languages = ["en (English)", "vi (Tiếng Việt)", "zh (中文)", "en-XA (⟦Éñĝĺíšĥ⟧)"]
        self.assertSays(ended.errors, pack.ui("en", "error.unknown-language", bad="klingon", languages=languages))

    def test_a_saved_one_that_is_gone_is_asked_for_again(self):
        terminal = self.terminal()
        terminal.first_start(pack.PSEUDO)
        terminal.quit()
        settings = self.home.folder / "config/mailtutor/settings.json"
        self.assertEqual(json.loads(settings.read_text()), {"language": pack.PSEUDO})
        del self.home.environment["MAILTUTOR_DATA"]
        terminal = self.terminal()
        terminal.first_start("vi")
        self.assertEqual(json.loads(settings.read_text()), {"language": "vi"})

    def test_a_pack_in_it_is_proven(self):
        ended = self.run_tutor("pack", "check", str(pack.pseudo_data() / "Lessons"))
        self.assertEqual(ended.code, 0, ended.output)
        self.assertIn("4 languages: 0 findings", ended.output)


class NoLanguage(TerminalTest):
    def test_a_folder_without_any(self):
        (self.home.folder / "data/Locales").mkdir(parents=True)
        ended = self.run_tutor("list", "--data", str(self.home.folder / "data"))
        self.assertEqual(ended.code, 74)
        self.assertIn("--data", ended.errors)

    def test_a_file_that_cannot_be_read(self):
        folder = self.home.folder / "data/Locales/en"
        folder.mkdir(parents=True)
        (folder / "language.yaml").write_text("title: English\n")
        ended = self.run_tutor("list", "--data", str(self.home.folder / "data"))
        self.assertEqual(ended.code, 65)
        self.assertIn("Locales/en/language.yaml:1:1: error: the key", ended.errors)
