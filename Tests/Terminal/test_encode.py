"""encode and decode: a result that a script can take, an explanation for a person, and what is no base64."""

import base64
import json
import subprocess

import pack
from sessions import CTRL_C, ENTER, TerminalTest, installed, squeezed

TIMESTAMP = "<1896.697170952@dbc.mtview.ca.us>"
CHALLENGE = "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+"
APOP = "c4c9334bac560ecc979e58001b3e22fb"  # RFC 1939, 7
CRAM = "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"  # RFC 2195, 2
PLAIN = "AHRpbQB0YW5zdGFhZnRhbnN0YWFm"  # tim, tanstaaftanstaaf


class Pipes(TerminalTest):
    def assertResult(self, ended, result, code=0):
        self.assertEqual((ended.code, ended.output, ended.errors), (code, result + "\n", ""))

    def test_the_examples_of_the_standards(self):
        self.assertResult(self.run_tutor("encode", "base64", "dewey"), "ZGV3ZXk=")
        self.assertResult(self.run_tutor("encode", "plain", "tim", "tanstaaftanstaaf"), PLAIN)
        for banner in (TIMESTAMP, f"+OK POP3 server ready {TIMESTAMP}"):
            self.assertResult(self.run_tutor("encode", "apop", banner, "tanstaaf"), APOP)
        for challenge in (CHALLENGE, f"334 {CHALLENGE}", f"+ {CHALLENGE}"):
            self.assertResult(self.run_tutor("encode", "cram-md5", challenge, "tim", "tanstaaftanstaaf"), CRAM)
        self.assertResult(self.run_tutor("encode", "CRAM-MD5", CHALLENGE, "tim", "tanstaaftanstaaf"), CRAM)

    def test_any_octets(self):
        for octets in (b"\0tim\0secret", b"\xff\x00\n\x1b[31m", "mật khẩu 密码".encode(), b"", bytes(range(256)) * 40):
            with self.subTest(octets[:20]):
                ended = self.run_tutor("encode", "base64", input=octets)
                self.assertResult(ended, base64.b64encode(octets).decode())

    def test_a_newline_is_encoded_and_warned_of(self):
        for language in pack.LANGUAGES:
            for arguments, text in ((("base64",), "dewey\n"), (("base64", "-"), "dewey\n"), (("base64", "dewey\n"), "")):
                with self.subTest(f"{language} {arguments}"):
                    ended = self.run_tutor("encode", *arguments, "--lang", language, input=text)
                    self.assertEqual((ended.code, ended.output), (0, "ZGV3ZXkK\n"))
                    self.assertSays(ended.errors, pack.diagnosis(language, "base64.newline.what"))
                    self.assertSays(ended.errors, pack.ui(language, "encode.exactly"))
                    self.assertIn("base64.newline", ended.errors)
        quiet = self.run_tutor("encode", "base64", "--quiet", input="dewey\n")
        self.assertEqual((quiet.code, quiet.output, quiet.errors), (0, "ZGV3ZXkK\n", ""))
        self.assertSays(self.run_tutor("decode", "base64", "ZGV3ZXkK").errors, pack.diagnosis("en", "base64.newline.what"))

    def test_a_secret_from_standard_input_is_one_line(self):
        for text in ("tanstaaf\n", "tanstaaf\r\n", "tanstaaf", "tanstaaf\nmore\n"):
            for last in ((), ("-",)):
                with self.subTest(f"{text!r} {last}"):
                    self.assertResult(self.run_tutor("encode", "apop", TIMESTAMP, *last, input=text), APOP)
        self.assertResult(self.run_tutor("encode", "plain", "tim", "--", "-x"), base64.b64encode(b"\0tim\0-x").decode())
        self.assertEqual(self.home.files_with("tanstaaf"), [])

    def test_decoding(self):
        for arguments, text in (
                (("VXNlcm5hbWU6",), "Username:"), (("334", "VXNlcm5hbWU6"), "Username:"),
                (("334 UGFzc3dvcmQ6",), "Password:"), (("+ " + CHALLENGE,), "<1896.697170952@postoffice.reston.mci.net>"),
                ((PLAIN,), "\\x00tim\\x00tanstaaftanstaaf"), (("AUTH", "PLAIN", PLAIN), "\\x00tim\\x00tanstaaftanstaaf"),
                (("bcOidA==",), "mât"), (("/w==",), "\\xFF"), ((base64.b64encode(b"\x1b[2J\x07").decode(),), "\\x1B[2J\\x07")):
            with self.subTest(" ".join(arguments)):
                self.assertResult(self.run_tutor("decode", "base64", *arguments), text)
        self.assertResult(self.run_tutor("decode", "base64", input="334 VXNlcm5hbWU6\r\n"), "Username:")
        self.assertResult(self.run_tutor("decode", "base64", "-", input="ZGV3ZXk=\n"), "dewey")

    def test_what_cannot_be_used(self):
        for arguments, name, also in (
                (("decode", "base64", "dewey"), "base64.plain-text", "decode.to-encode"),
                (("decode", "base64", "ZGV3ZXk"), "base64.not-base64", None),
                (("decode", "base64", "fn5-"), "base64.url-safe", None),
                (("encode", "apop", "+OK POP3 ready", "x"), "apop.no-timestamp", None),
                (("encode", "apop", TIMESTAMP[1:-1], "x"), "apop.no-brackets", "encode.banner"),
                (("encode", "cram-md5", "a b", "tim", "x"), "base64.plain-text", "encode.challenge")):
            for language in pack.LANGUAGES:
                with self.subTest(f"{language} {arguments}"):
                    ended = self.run_tutor(*arguments, "--lang", language)
                    self.assertEqual((ended.code, ended.output), (65, ""))
                    self.assertSays(ended.errors, pack.diagnosis(language, name + ".what"))
                    self.assertIn(name, ended.errors)
                    if also:
                        self.assertSays(ended.errors, pack.ui(language, also))
        self.assertIn("`ZGV3ZXk=`", self.run_tutor("decode", "base64", "ZGV3ZXk").errors)
        self.assertIn("`fn5+`", self.run_tutor("decode", "base64", "fn5-").errors)

    def test_usage(self):
        for arguments, key, values in (
                (("encode", "rot13", "x"), "encode.unknown-kind", {"kind": "rot13", "kinds": ["base64", "plain", "apop", "cram-md5", "xoauth2", "oauthbearer"]}),
                (("decode", "apop", "x"), "decode.unknown-kind", {"kind": "apop"}),
                (("encode", "base64", "two", "words"), "encode.arguments", {"form": "mailtutor encode base64 {text}"}),
                (("encode", "plain"), "encode.arguments", {"form": "mailtutor encode plain {user} {password}"}),
                (("encode", "plain", "", "x"), "encode.arguments", {"form": "mailtutor encode plain {user} {password}"}),
                (("encode", "cram-md5", "x"), "encode.arguments", {"form": "mailtutor encode cram-md5 {challenge} {user} {secret}"}),
                (("encode", "plain", "tim"), "encode.no-secret", {}), (("encode", "apop", TIMESTAMP, "-"), "encode.no-secret", {})):
            for language in pack.LANGUAGES:
                with self.subTest(f"{language} {arguments}"):
                    ended = self.run_tutor(*arguments, "--lang", language)
                    self.assertEqual((ended.code, ended.output), (64, ""))
                    own = values
                    if "form" in values:
                        names = {name.removeprefix("placeholder."): text for name, text in pack.sentences(language).items()}
                        own = {"form": pack.filled(values["form"], names)}
                    self.assertSays(ended.errors, pack.ui(language, key, **own))
        for arguments in (("encode",), ("decode",), ("encode", "base64", "--frobnicate")):
            self.assertEqual(self.run_tutor(*arguments).code, 64)

    def test_too_much(self):
        ended = self.run_tutor("encode", "base64", input=b"x" * (1 << 20) + b"y")
        self.assertEqual((ended.code, ended.output), (64, ""))
        self.assertSays(ended.errors, pack.ui("en", "encode.too-long"))

    def test_json(self):
        plain = json.loads(self.run_tutor("encode", "plain", "tim", "tanstaaftanstaaf", "--json").output)
        self.assertEqual((plain["result"], plain["typed"], plain["remarks"]), (PLAIN, "AUTH PLAIN " + PLAIN, []))
        self.assertEqual([part["text"] for part in plain["parts"]], ["\\0", "tim", "\\0", "tanstaaftanstaaf"])
        self.assertTrue(all(part["meaning"] and "." not in part["meaning"].split()[0] for part in plain["parts"]))
        asked = self.run_tutor("encode", "apop", TIMESTAMP, "--json", input="tanstaaf\n").output
        self.assertNotIn("tanstaaf", asked)
        self.assertEqual(json.loads(asked)["result"], APOP)
        newline = json.loads(self.run_tutor("encode", "base64", "--json", input="dewey\n").output)
        self.assertEqual([remark["id"] for remark in newline["remarks"]], ["base64.newline"])
        decoded = json.loads(self.run_tutor("decode", "base64", "--json", PLAIN).output)
        self.assertEqual((decoded["form"], decoded["octets"][:11]), ("plain", "00 74 69 6D"))
        ended = self.run_tutor("decode", "base64", "--json", "ZGV3ZXk")
        refused = json.loads(ended.output)
        self.assertEqual((ended.code, refused["suggestion"], refused["remarks"][0]["id"]), (65, "ZGV3ZXk=", "base64.not-base64"))

    def test_help(self):
        for command in ("encode", "decode"):
            ended = self.run_tutor(command, "--help")
            self.assertEqual((ended.code, ended.errors), (0, ""))
            examples = [line.strip() for line in ended.output.splitlines() if line.startswith("    mailtutor ")][1:]
            self.assertGreater(len(examples), 2)
            for example in examples:
                with self.subTest(example):
                    shell = subprocess.run(
                        ["sh", "-c", example.replace("mailtutor", str(installed()), 1)], input=b"tanstaaftanstaaf\n",
                        capture_output=True, env=self.home.environment, timeout=30)
                    self.assertEqual((shell.returncode, shell.stderr), (0, b""))
                    self.assertTrue(shell.stdout)


class InATerminal(TerminalTest):
    def shown(self, *arguments, **options):
        terminal = self.terminal(*arguments, **options)
        self.assertEqual(terminal.exit_code(), 0)
        return terminal.screen.text()

    def test_the_result_stands_first_and_the_explanation_below(self):
        for language in pack.LANGUAGES:
            for arguments, result, keys in (
                    (("encode", "base64", "dewey"), "ZGV3ZXk=", ["encode.base64"]),
                    (("encode", "plain", "tim", "tanstaaftanstaaf"), PLAIN,
                     ["encode.plain", "encode.in-clear", "encode.seen", "encode.part.nul", "encode.part.user", "encode.part.password"]),
                    (("encode", "apop", TIMESTAMP, "tanstaaf"), APOP,
                     ["encode.apop", "encode.once", "encode.seen", "encode.part.timestamp", "encode.part.secret"]),
                    (("encode", "cram-md5", CHALLENGE, "tim", "tanstaaftanstaaf"), CRAM,
                     ["encode.cram-md5", "encode.typed-alone", "encode.once", "encode.part.hmac"]),
                    (("decode", "base64", "VXNlcm5hbWU6"), "Username:", ["decode.form.user-prompt", "decode.anyone"]),
                    (("decode", "base64", PLAIN), "\\x00tim\\x00tanstaaftanstaaf", ["decode.form.plain", "encode.part.nul"]),
                    (("decode", "base64", CHALLENGE), "<1896.697170952@postoffice.reston.mci.net>", ["decode.form.challenge"]),
                    (("decode", "base64", CRAM), "tim b913a602c7eda7a495b4e6e7334d3890", ["decode.form.response"]),
                    (("decode", "base64", "/w=="), "\\xFF", ["decode.form.octets"])):
                with self.subTest(f"{language} {' '.join(arguments[:2])}"):
                    text = self.shown(*arguments, "--lang", language, rows=40)
                    self.assertEqual(text.split("\n")[0].rstrip(), result)
                    for key in keys:
                        self.assertSays(text, pack.ui(language, key))

    def test_what_to_type(self):
        for language in pack.LANGUAGES:
            self.assertSays(
                self.shown("encode", "plain", "tim", "tanstaaftanstaaf", "--lang", language, rows=40),
                pack.ui(language, "encode.typed", line="AUTH PLAIN " + PLAIN))
            self.assertSays(
                self.shown("encode", "apop", TIMESTAMP, "tanstaaf", "--lang", language, rows=40),
                pack.ui(language, "encode.typed-apop", line="APOP name " + APOP))

    def test_quiet(self):
        self.assertEqual(self.shown("encode", "base64", "dewey", "--quiet").strip(), "ZGV3ZXk=")

    def asked(self, terminal, key):
        """The question is in the learner's language, the prompt below it is of none."""
        terminal.wait(lambda: terminal.screen.at_cursor == "? ", "the question")
        self.assertSays(terminal.screen.text(), pack.ui("en", key))

    def test_a_secret_is_asked_for_without_echo(self):
        for arguments in (("plain", "tim"), ("plain", "tim", "-")):
            with self.subTest(arguments):
                terminal = self.terminal("encode", *arguments, rows=40)
                self.asked(terminal, "ask.password")
                terminal.keys("tanstaaftanstaaf" + ENTER)
                self.assertEqual(terminal.exit_code(), 0)
                text = terminal.screen.text()
                self.assertIn(PLAIN, text)
                self.assertIn("•••", text)
                self.assertNotIn("tanstaaf", text)
                self.assertSaysNot(text, pack.ui("en", "encode.seen"))
        self.assertEqual(self.home.files_with("tanstaaf"), [])

    def test_also_when_a_program_takes_the_result(self):
        terminal = self.terminal(
            command=["/bin/sh", "-c", f"'{installed()}' encode plain tim | tr A-Za-z N-ZA-Mn-za-m"], rows=40)
        self.asked(terminal, "ask.password")
        terminal.keys("tanstaaftanstaaf" + ENTER)
        self.assertEqual(terminal.exit_code(), 0)
        text = terminal.screen.text()
        self.assertIn("NUEcoDO0LJ5mqTSuMaEuoaA0LJSz", text)  # PLAIN, its letters moved by 13
        self.assertNotIn("tanstaaf", text)

    def test_a_text_is_asked_for(self):
        terminal = self.terminal("encode", "base64")
        self.asked(terminal, "ask.text")
        terminal.keys("dewey" + ENTER)
        self.assertEqual(terminal.exit_code(), 0)
        self.assertIn("ZGV3ZXk=", terminal.screen.text())
        self.assertSaysNot(terminal.screen.text(), pack.diagnosis("en", "base64.newline.what"))

    def test_ctrl_c(self):
        terminal = self.terminal("encode", "plain", "tim")
        self.asked(terminal, "ask.password")
        terminal.keys("tan" + CTRL_C)
        self.assertEqual(terminal.exit_code(), 130)

    def test_narrow_and_plain(self):
        for columns in (20, 40, 80):
            text = self.shown("encode", "plain", "tim", "tanstaaftanstaaf", "--plain", columns=columns, rows=60)
            self.assertNotIn("\x1b", text)
            self.assertIn(squeezed(pack.ui("en", "encode.in-clear")), squeezed(text))
