"""`mode: strict`: no line may end with a bare LF. Clients that send CRLF see no difference; the others are told."""

import smtplib

from client_test import ClientTest, needs
from dialogue import Dialogue
from letters import ADDRESS, LETTERS, LF_LETTER, SENDER
from server import OFFERS, scenario


class Strict(ClientTest):
    scenario = scenario(more=OFFERS + "mode: strict\n")

    def test_python(self):
        self.deliver(*LETTERS.values())
        self.assertDelivered(*LETTERS.values())
        with smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=20) as client:
            with self.assertRaises(smtplib.SMTPDataError) as refused:
                client.sendmail(SENDER, [ADDRESS], LF_LETTER)
            self.assertEqual(refused.exception.smtp_code // 100, 5)
            # Refused is the letter, not the session.
            client.sendmail(SENDER, [ADDRESS], LETTERS["dots"])
        self.assertDelivered(LETTERS["dots"])

    @needs("curl")
    def test_curl(self):
        words = [
            "curl", "--disable", "--silent", "--show-error", "--max-time", "20", "--mail-from", SENDER, "--mail-rcpt",
            ADDRESS, f"smtp://127.0.0.1:{self.port('smtp')}", "--upload-file", self.file("letter", LF_LETTER)]
        self.run_program(*words, code=None)
        self.assertDelivered()
        self.run_program(*words, "--crlf")
        self.assertDelivered(LF_LETTER.replace(b"\n", b"\r\n"))

    @needs("nc")
    def test_nc(self):
        line = self.enterContext(Dialogue("nc", "127.0.0.1", str(self.port("pop3"))))
        line.read(rb"\+OK[^\n]*\n")
        line.type(b"QUIT\n")
        # Only half a line for such a server.
        self.assertFalse(line.hear(1))
        line.type(b"\r\n", then=rb"-ERR [^\n]*\n")
        line.type(b"QUIT\r\n", then=rb"\+OK[^\n]*\n")
