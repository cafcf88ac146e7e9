"""Git repositories of a test's own, with fixed authors, dates and settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIRST = 1_700_000_000
"""The time of the first commit; each further one is a day later."""
_DAY = 86_400
_QUIET = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


class Repo:
    """A repository in a folder."""

    def __init__(self, folder: Path) -> None:
        """Start one on the branch `main`."""
        self.folder = folder
        self._time = FIRST
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        """Run a command of git, which has to succeed; return what it prints."""
        when = f"{self._time} +0200"
        ended = subprocess.run(
            [shutil.which("git") or "git", *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                **_QUIET,
                "GIT_AUTHOR_DATE": when,
                "GIT_COMMITTER_DATE": when,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def commit(self, files: Mapping[str, str | None], subject: str = "change") -> str:
        """Write files and commit them; return the commit's id.

        Args:
            files: Path -> text, or None to remove the file.
            subject: The commit's message.
        """
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)
        self._time += _DAY
        return self.git("rev-parse", "HEAD").strip()
