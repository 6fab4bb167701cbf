"""The bench of stories takes any file of its form, and says what is wrong with another."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TITLES = [
    ("Tencent opens WeChat to shopping agents from OpenAI", "a"),
    ("OpenAI agents may shop in WeChat, Tencent says", "a"),
    ("Weather in Lisbon turns mild again", "b"),
]


def run(path: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.stories", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


LINES = "".join(json.dumps({"title": title, "story": story}) + "\n" for title, story in TITLES)
TABLE = "TITLE,STORY\n" + "".join(f'"{title}",{story}\n' for title, story in TITLES)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.jsonl", LINES),
        ("x.jsonl", "\ufeff" + LINES.replace("}", ', "published": "2024-11-04T22:09:27.000Z"}')),
        ("x.jsonl", LINES.replace("}", ', "published": "soon"}')),
        ("x.csv", TABLE),
        ("x.csv", TABLE.replace("STORY", "STORY,TIMESTAMP").replace(",a\n", ",a,1394470501265\n")),
    ],
)
def test_a_file_of_the_form_is_measured(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    status, out, err = run(tmp_path / name)
    assert (status, err) == (0, "")
    found = json.loads(out.splitlines()[-1])
    assert (found["precision"], found["recall"], found["f1"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.jsonl", "", "has 0 entries"),
        ("x.jsonl", LINES.splitlines()[0], "has 1 entries"),
        ("x.csv", "", "has 0 entries"),
        ("x.csv", "TITLE,OTHER\na,b\nc,d\n", "has no TITLE or no STORY"),
        ("x.jsonl", "no JSON\n", "is not JSON"),
        ("x.jsonl", "[1]\n[2]\n", "line 1: this is no JSON object"),
        ("x.jsonl", '{"title": 1, "story": 2}\n' * 2, "entry 1 has no title"),
        ("x.jsonl", '{"a": "x", "b": "y", "score": "high"}\n' * 2, "a score that is a number"),
    ],
)
def test_another_is_refused_in_a_sentence(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    status, out, err = run(tmp_path / name)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_no_file_and_no_text(tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv")[0] == 2
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    assert run(tmp_path / "x.csv")[0] == 2
