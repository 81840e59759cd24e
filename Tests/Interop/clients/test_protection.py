"""What a server may demand, TLS and a login, and a certificate that clients do check."""

import os
import poplib
import smtplib
import ssl
import subprocess
import tempfile

from client_test import UNVERIFIED, ClientTest, needs
from letters import ADDRESS, LETTERS, SENDER, without_trace
from server import OFFERS, Server, scenario


class Demands(ClientTest):
    scenario = scenario(more=OFFERS + "requires: {pop3: [tls], smtp: [tls, login]}\n")

    def read(self):
        """The maildrop, which this server opens in TLS only."""
        client = poplib.POP3_SSL("127.0.0.1", self.port("pop3", "implicit"), timeout=20, context=UNVERIFIED)
        client.user("dewey")
        client.pass_("tanstaaf")
        letters = [
            without_trace(b"".join(line + b"\r\n" for line in client.retr(number)[1]))
            for number in range(1, client.stat()[0] + 1)]
        client.quit()
        return letters

    def test_python(self):
        with smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=20) as client:
            with self.assertRaises(smtplib.SMTPSenderRefused) as refused:
                client.sendmail(SENDER, [ADDRESS], LETTERS["plain"])
            self.assertEqual(refused.exception.smtp_code, 530)
            client.starttls(context=UNVERIFIED)
            with self.assertRaises(smtplib.SMTPSenderRefused) as refused:
                client.sendmail(SENDER, [ADDRESS], LETTERS["plain"])
            self.assertEqual(refused.exception.smtp_code, 530)
            client.login("dewey", "tanstaaf")
            client.sendmail(SENDER, [ADDRESS], LETTERS["plain"])
        self.assertEqual(self.read(), [LETTERS["plain"]])

    @needs("curl")
    def test_curl(self):
        words = [
            "curl", "--disable", "--silent", "--show-error", "--insecure", "--max-time", "20", "--mail-from", SENDER,
            "--mail-rcpt", ADDRESS, "--upload-file", self.file("letter", LETTERS["dots"]),
            f"smtp://127.0.0.1:{self.port('smtp')}"]
        self.run_program(*words, code=55)
        self.run_program(*words, "--ssl-reqd", code=55)
        self.run_program(*words, "--ssl-reqd", "--user", "dewey:tanstaaf")
        self.assertEqual(self.read(), [LETTERS["dots"]])
        words = [
            "curl", "--disable", "--silent", "--show-error", "--insecure", "--max-time", "20", "--user",
            "dewey:tanstaaf", f"pop3://127.0.0.1:{self.port('pop3')}/1"]
        self.run_program(*words, code=67)
        self.assertEqual(without_trace(self.run_program(*words, "--ssl-reqd")[0]), LETTERS["dots"])

    @needs("msmtp")
    def test_msmtp(self):
        words = [
            "msmtp", "--host=127.0.0.1", f"--port={self.port('smtp')}", f"--from={SENDER}", "--timeout=20",
            "--user=dewey", "--passwordeval=echo tanstaaf", "--set-from-header=off", "--set-date-header=off",
            "--set-msgid-header=off"]
        tls = ["--tls=on", "--tls-starttls=on", "--tls-certcheck=off"]
        for refused in ([], ["--auth=scram-sha-256"], tls):
            _, errors = self.run_program(*words, *refused, ADDRESS, input=LETTERS["dots"], code=None)
            self.assertNotEqual(errors, b"")
        self.run_program(*words, *tls, "--auth=scram-sha-256", ADDRESS, input=LETTERS["dots"])
        self.assertEqual(self.read(), [LETTERS["dots"]])


@needs("openssl")
class Certificate(ClientTest):
    """`--cert` and `--key`: clients that are told to trust it do, the others do not."""

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="mailtutor-interop-"))
        self.cert, key = os.path.join(folder, "lab.pem"), os.path.join(folder, "lab.key")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out",
             self.cert, "-keyout", key], check=True, capture_output=True, timeout=20)
        self.server = self.enterContext(
            Server("--quiet", "--cert", self.cert, "--key", key, scenario=self.scenario))

    def test_python(self):
        trusting = ssl.create_default_context(cafile=self.cert)
        with smtplib.SMTP("localhost", self.port("smtp"), timeout=20) as client:
            client.starttls(context=trusting)
            client.sendmail(SENDER, [ADDRESS], LETTERS["plain"])
        poplib.POP3_SSL("localhost", self.port("pop3", "implicit"), timeout=20, context=trusting).quit()
        with self.assertRaises(ssl.SSLCertVerificationError):
            poplib.POP3_SSL(
                "localhost", self.port("pop3", "implicit"), timeout=20, context=ssl.create_default_context())
        self.assertDelivered(LETTERS["plain"])

    @needs("curl")
    def test_curl(self):
        words = [
            "curl", "--disable", "--silent", "--show-error", "--max-time", "20", "--ssl-reqd", "--user",
            "huey:sesame", f"pop3://localhost:{self.port('pop3')}"]
        self.run_program(*words, code=60)
        listing, _ = self.run_program(*words, "--cacert", self.cert)
        self.assertEqual(listing, b"1 1205\r\n2 344400\r\n")

    @needs("msmtp")
    def test_msmtp(self):
        words = [
            "msmtp", "--host=localhost", f"--port={self.port('smtp', 'implicit')}", f"--from={SENDER}", "--tls=on",
            "--tls-starttls=off", "--timeout=20", "--set-from-header=off", "--set-date-header=off",
            "--set-msgid-header=off", ADDRESS]
        self.run_program(*words, input=LETTERS["dots"], code=69)
        self.run_program(*words[:-1], f"--tls-trust-file={self.cert}", ADDRESS, input=LETTERS["dots"])
        self.assertDelivered(LETTERS["dots"])

    @needs("mpop")
    def test_mpop(self):
        words = [
            "mpop", "--quiet", "--host=localhost", f"--port={self.port('pop3')}", "--tls=on", "--tls-starttls=on",
            "--timeout=20", "--user=dewey", "--passwordeval=echo tanstaaf", "--auth=user", "--auth-only",
            f"--delivery=maildir,{self.server.folder.name}"]
        self.run_program(*words, code=69)
        self.run_program(*words, f"--tls-trust-file={self.cert}")

    def test_openssl(self):
        words = [
            "openssl", "s_client", "-quiet", "-verify_return_error", "-verify_hostname", "localhost", "-connect",
            f"localhost:{self.port('smtp', 'implicit')}"]
        self.run_program(*words, input=b"QUIT\r\n", code=1)
        said, _ = self.run_program(*words, "-CAfile", self.cert, input=b"QUIT\r\n")
        self.assertIn(b"221 ", said)
