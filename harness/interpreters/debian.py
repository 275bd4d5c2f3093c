"""CPython's source from the archive of the Debian or Ubuntu that this machine runs.

apt does the work, with sources, state and cache folders of its own: the machine's own apt
is only asked for the mirror, and nothing of it changes. apt checks every download against
the archive's signed index.
"""

import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness import cache
from harness.interpreters.child import last_words, run
from harness.interpreters.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class Archive:
    id: str  # in /etc/os-release
    origin: str  # in the archive's own index
    suites: tuple[str, ...]  # newest first
    components: str
    keyring: str

    @property
    def provider(self) -> str:
        return f"{self.id} source"


ARCHIVES = (
    Archive("ubuntu", "Ubuntu", ("devel", "questing", "noble"), "main universe", "ubuntu-archive"),
    Archive("debian", "Debian", ("sid", "forky", "trixie"), "main", "debian-archive"),
)
_KEYRINGS = Path("/usr/share/keyrings")
_INRELEASE = re.compile(r"^'(\S+)/dists/(\S+)/InRelease'", re.MULTILINE)


def archive_here() -> Archive:
    """The archive of this machine's system; raises UnavailableError elsewhere."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        system = {}
    ids = [system.get("ID", ""), *system.get("ID_LIKE", "").split()]
    known = [archive for name in ids for archive in ARCHIVES if archive.id == name]
    if not known or not shutil.which("apt-get"):
        raise UnavailableError("distribution's source: known for Debian and Ubuntu alone")
    return known[0]


def fetch(archive: Archive, version: str, into: Path, say: cache.Say) -> Path:
    """The upstream tarball of the newest X.Y.Z that can be downloaded.

    One process at a time may fetch a version.
    """
    site = mirror(archive)
    tried = []
    for suite in archive.suites:
        say(f"looking for the source of {version} in {archive.origin} {suite} ...")
        with cache.workspace(f"apt-{version}") as work:
            try:
                tarball = _download(archive, site, suite, f"python{version}", work)
            except UnavailableError as reason:
                tried.append(f"{suite}: {reason}")
                continue
            return tarball.replace(into / tarball.name)
    raise UnavailableError(f"{archive.provider}: {'; '.join(tried)}")


def mirror(archive: Archive) -> str:
    """The site that the machine's own apt uses for its system."""
    sites = _apt("indextargets", "--format", "$(SITE)", f"Origin: {archive.origin}").split()
    if sites:
        return sites[0]
    # No index is on this machine (as in most containers), so no target tells its origin.
    # Only the system's own archive has `-updates` beside a release.
    targets = _INRELEASE.findall(_apt("update", "--print-uris"))
    for site, release in targets:
        if (site, f"{release}-updates") in targets:
            return str(site)
    raise UnavailableError(f"{archive.provider}: apt is set to no archive of {archive.origin}")


def _apt(*arguments: str) -> str:
    done = subprocess.run(
        ["apt-get", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return done.stdout


def _download(archive: Archive, site: str, suite: str, package: str, work: Path) -> Path:
    for folder in ("lists/partial", "cache/archives/partial", "got"):
        (work / folder).mkdir(parents=True)
    keyring = next(iter(sorted(_KEYRINGS.glob(f"{archive.keyring}-keyring.*"))), None)
    signed = f"[signed-by={keyring}] " if keyring else ""
    (work / "sources.list").write_text(f"deb-src {signed}{site} {suite} {archive.components}\n")
    apt = [
        "apt-get",
        "-q",
        f"-oDir::Etc::SourceList={work}/sources.list",
        "-oDir::Etc::SourceParts=/dev/null",
        f"-oDir::State::Lists={work}/lists",
        f"-oDir::Cache={work}/cache",
        # Else an index that cannot be downloaded is only a warning.
        "-oAPT::Update::Error-Mode=any",
        "-oAcquire::Retries=1",
        # As root apt would download as a user that has no access to this folder.
        "-oAPT::Sandbox::User=root",
    ]
    log = work / "apt.log"
    for command in (["update"], ["source", "--download-only", "--only-source", package]):
        if run([*apt, *command], log=log, cwd=work / "got"):
            raise UnavailableError(why(log.read_text("utf-8", "replace")))
    tarballs = [
        path
        for path in (work / "got").glob(f"{package}_*.orig.tar.*")
        if path.suffix in (".xz", ".gz", ".bz2")
    ]
    if len(tarballs) != 1:
        raise UnavailableError("the source package holds no upstream tarball")
    return tarballs[0]


def why(log: str) -> str:
    """The first error that apt told: the later ones only say that there was one. Pure."""
    errors = re.findall(r"^E: (.+)$", log, re.MULTILINE)
    if not errors:
        return last_words(log)
    failed = re.match(r"Failed to fetch \S*/(\S+)\s+(.+?)(?: \[IP: .*)?$", errors[0])
    return last_words(f"{failed[1]}: {failed[2]}" if failed else errors[0])
