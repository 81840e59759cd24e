"""Where the real servers' programs are: of the system, or unpacked by `setup` into the build folder."""

import os
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
UNPACKED = HERE.parents[2] / ".build" / "interop" / "root"

# Other versions may say other things; the list of differences is about these.
VERSIONS = {"dovecot": "2.3", "postfix": "3.7", "exim": "4.96"}


def find(*names):
    """The folder below which these programs are, None where some are missing."""
    for root in (UNPACKED, pathlib.Path("/")):
        if all((root / name).exists() for name in names):
            return root
    return None


def environment(names=None):
    """For programs that run out of the unpacked packages.

    Exim asks for its own user by name, also where nobody is called so: libnss_wrapper reads the folder `names` instead of
    the system's users and groups.
    """
    folders = sorted(str(folder) for folder in (UNPACKED / "usr/lib").glob("*-linux-gnu*"))
    values = dict(os.environ, LD_LIBRARY_PATH=":".join([*folders, str(UNPACKED / "usr/lib/postfix")]))
    if names:
        values |= {"LD_PRELOAD": "libnss_wrapper.so", "NSS_WRAPPER_PASSWD": f"{names}/exim-passwd",
                   "NSS_WRAPPER_GROUP": f"{names}/exim-group"}
    return values


def version(*words, names=None):
    """The first number with a dot in what a program prints."""
    printed = subprocess.run(words, capture_output=True, text=True, env=environment(names), timeout=20).stdout
    number = re.search(r"\d+\.\d+", printed)
    return number.group() if number else "unknown"


def objection(server):
    """Why this server cannot be compared here; None when it can."""
    if os.geteuid() != 0:
        return f"{server} has to be started by root"
    if server == "dovecot":
        found = shutil.which("dovecot", path="/usr/sbin:/usr/bin:/sbin:/bin")
        here = found and os.path.exists("/usr/lib/dovecot/pop3-login") and version(found, "--version")
    elif server == "postfix":
        root = find("usr/sbin/postconf", "usr/lib/postfix/sbin/smtpd")
        here = root and version(root / "usr/sbin/postconf", "-d", "-h", "mail_version")
    else:
        root = find("usr/sbin/exim4")
        here = root and version(root / "usr/sbin/exim4", "-C", "/dev/null", "-bV", names=HERE / "config")
    if not here:
        return f"{server} is not installed; Tests/Interop/servers/setup does it on Debian"
    if here != VERSIONS[server]:
        return f"{server} {here} is here, and the comparison is with {server} {VERSIONS[server]}"
    return None
