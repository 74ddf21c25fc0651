"""What the measurements of whole runs have in common: running a program, texts to run it on."""

import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = next((folder / "shared" / "corpus" for folder in ROOT.parents if (folder / "shared" / "corpus").is_dir()), None)


class Run:
    """What a run took: seconds on the clock and of processor, megabytes of memory at its highest, and what it printed."""

    def __init__(self, *command, check=True):
        begun = time.monotonic()
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err, stdin=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = status
            self.wall = time.monotonic() - begun
            self.cpu = used.ru_utime + used.ru_stime
            self.memory = used.ru_maxrss / 1024
            self.status = os.waitstatus_to_exitcode(status)
            for name, stream in (("out", out), ("err", err)):
                stream.seek(0)
                setattr(self, name, stream.read())
        if check and self.status != 0:
            sys.exit(f"{' '.join(map(str, command))}: status {self.status}\n{self.err}")


def size(folder):
    """Megabytes of the files of a folder."""
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file()) / 1e6


def texts(corpus, lang):
    paths = sorted(path for path in (pathlib.Path(corpus) / lang).rglob("*") if path.suffix in (".txt", ".md"))
    return [(path.name, path.read_text("utf8", "ignore")) for path in paths]


SYLLABLES = "ba ke lo mi nu ra se to vi zu".split()


def word(number):
    """A word for a number, in letters."""
    return "".join(SYLLABLES[int(digit)] for digit in str(number))


def changed(text, copy):
    """The text with other names and figures, in another way for each copy: things and claims of its own, as another
    document of the same kind has, and most of the known ones."""
    if copy == 0:
        return text
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{4,}", text)))
    # One capitalised word in three is another one in each copy; the others are countries, months and the like often enough.
    for name in names[copy % 3 :: 3]:
        text = re.sub(rf"\b{name}\b", name[:3] + word(copy), text)
    return re.sub(r"\d(?=[\d.]*\d)", lambda digit: str((int(digit[0]) + copy) % 9 + 1), text)


def archive(folder, megabytes, corpus=CORPUS, langs=("en", "zh")):
    """A folder of documents of so many megabytes, half of each language; the bytes that it has."""
    folder = pathlib.Path(folder)
    written = 0
    for lang in langs:
        have, share, copy = 0, megabytes * 1e6 / len(langs), 0
        while have < share:
            for name, text in texts(corpus, lang):
                if have >= share:
                    break
                bytes_ = changed(text, copy).encode()
                path = folder / lang / f"{copy:03}" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(bytes_)
                have += len(bytes_)
            copy += 1
        written += have
    return written / 1e6
