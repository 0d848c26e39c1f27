"""A throw-away time-stamping authority: its certificates made here, its replies by `openssl ts`, an implementation that
is not ours. Asked for as the fixture `time_authority`.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SETTINGS = """
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.1
digests = sha256, sha512
accuracy = secs:1, millisecs:500
ess_cert_id_alg = sha256
"""


class TimeAuthority:
    """`root`: its root certificate, PEM. `certificate`: that of its clock. `twin`: the same, but for signing programs."""

    def __init__(self, folder, openssl, *, from_day=-1, days=3650):
        self._folder, self._openssl = folder, openssl
        (folder / "tsa.cnf").write_text(SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self.root, self.certificate, self.twin = _certificates(folder, from_day, days)

    def stamp(self, content, *, certificates=True, digest="sha256"):
        """The reply to a request for this content, as `openssl ts -query` makes one."""
        asked, query = self._folder / "content", self._folder / "content.tsq"
        asked.write_bytes(content)
        wants = ["-cert"] if certificates else []
        self._run("-query", "-data", asked, f"-{digest}", *wants, "-out", query)
        return self.reply(query.read_bytes())

    def reply(self, query):
        """The reply to a request."""
        asked, told = self._folder / "query.tsq", self._folder / "reply.tsr"
        asked.write_bytes(query)
        settings = ["-config", self._folder / "tsa.cnf", "-section", "tsa"]
        key = ["-signer", self._folder / "clock.pem", "-inkey", self._folder / "clock.key"]
        self._run("-reply", "-queryfile", asked, *key, *settings, "-out", told)
        return told.read_bytes()

    def _run(self, *words):
        done = subprocess.run([self._openssl, "ts", *map(str, words)], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


def make_authority(folder, **how):
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("time stamps for tests are made by openssl, which is not here")
    return TimeAuthority(folder, openssl, **how)


def _certificates(folder, from_day, days):
    def name(text):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    serials = {one: x509.random_serial_number() for one in ("Throw-away root", "Throw-away clock")}

    def build(subject, key, from_day, days, *extensions):
        start = datetime.now(UTC) + timedelta(days=from_day)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name("Throw-away root"))
            .public_key(key.public_key())
            .serial_number(serials[subject])
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=days))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    root_key, clock_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = build("Throw-away root", root_key, -1, 3650, (x509.BasicConstraints(ca=True, path_length=None), True))
    purposes = (x509.ExtendedKeyUsageOID.TIME_STAMPING, x509.ExtendedKeyUsageOID.CODE_SIGNING)
    clock, twin = (
        build("Throw-away clock", clock_key, from_day, days, (x509.ExtendedKeyUsage([purpose]), True))
        for purpose in purposes
    )
    (folder / "clock.pem").write_bytes(clock)
    (folder / "clock.key").write_bytes(
        clock_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return root, clock, twin
