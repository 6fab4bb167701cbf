"""Notes for Obsidian: flat properties, block ids, links, and text that survives an export."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from ruamel.yaml import YAML

from signalboard import export
from signalboard.export import notes
from signalboard.export.gather import gather
from signalboard.export.literal import escape
from signalboard.model import replace
from tests.export import sample
from tests.export.reading import read
from tests.export.sample import AS_OF, THESES, WALLETS, WATCHES, WEB4
from tests.export.test_export_hostile import HOSTILE, RAW_TITLES, TITLES, URLS, log_of, many


def log(theses=THESES, evidence=sample.ALL_EVIDENCE):
    return gather(theses, evidence, WATCHES, AS_OF, withdrawn=sample.WITHDRAWN)


def properties(note: str) -> dict[str, object]:
    front = re.match(r"---\n(.*?)\n---\n", note, re.DOTALL)
    assert front is not None
    found: dict[str, object] = YAML(typ="safe").load(front[1])
    assert not any(isinstance(value, dict | list) for value in found.values()), "they are flat"
    return found


def body(note: str) -> str:
    return note[note.index("\n---\n") + 5 :]


def anchors(note: str) -> list[str]:
    """The ids of blocks: on a line of their own, behind a quotation."""
    return re.findall(r"(?m)(?<=\n\n)\^([A-Za-z0-9-]+)$", note)


def test_a_note_a_thesis_and_one_that_lists_them():
    written = notes.notes(log())
    assert list(written) == [
        "evidence-log.md",
        "web4-at-velocity.md",
        "agents-get-wallets.md",
        "talent-moves-frontiers.md",
    ]
    index = written["evidence-log.md"]
    assert "- [[web4-at-velocity]] Web4 at velocity: very likely, 80 % (51 to 94 %)" in index
    for note in written.values():
        assert "A record of one person's judgments" in note.replace("\n", " ")
    told = properties(written["web4-at-velocity.md"])
    assert (told["signalboard"], told["name"]) == ("web4-at-velocity", "Web4 at velocity")
    assert (told["word"], told["conviction"], told["supports"]) == ("very likely", 0.802551, 6)
    assert (told["prior"], told["watches-open"]) == (0.35, 2)
    assert str(told["last-contradiction"]) == "2026-11-20"
    assert "conviction" not in properties(written["talent-moves-frontiers.md"])


def test_each_judgment_is_a_block_that_can_be_linked():
    note = notes.notes(log())["web4-at-velocity.md"]
    assert anchors(note) == [x.id for x in sample.EVIDENCE] + ["e12", "e44"]
    for ident in anchors(note):
        before = note[: note.index(f"\n\n^{ident}\n")].split("\n\n")[-1]
        assert before.startswith("> **")


def test_one_story_on_two_theses_is_a_link_between_their_notes():
    shared = replace(sample.WALLETS_EVIDENCE[0], story_id=sample.EVIDENCE[5].story_id)
    written = notes.notes(log(evidence=(*sample.EVIDENCE, shared)))
    assert (
        "\n^e30\n\nThe same story on other theses: [[agents-get-wallets#^e31]].\n"
        in written["web4-at-velocity.md"]
    )
    assert "[[web4-at-velocity#^e30]]" in written["agents-get-wallets.md"]


@many
@given(TITLES, HOSTILE, URLS)
def test_titles_read_as_written_and_nothing_of_obsidian_acts(titles, other, url):
    given_log = log_of(titles, other, url)
    for name, note in notes.notes(given_log).items():
        told = properties(note)
        if name == "evidence-log.md":
            continue
        entry = next(x for x in given_log.theses if x.thesis.id == told["signalboard"])
        shown = [line.evidence.snapshot.title or "(no title)" for line in entry.lines]
        assert read(body(note)).titles[1:] == shown
        assert told["name"] == " ".join(entry.thesis.name.split())
        assert anchors(note) == [line.evidence.id for line in entry.lines]
        own = note.replace(notes.KEEP, "").replace(notes.END, "")
        assert "%%" not in own.replace("\\%", "")
        assert {link.split("#")[0] for link in re.findall(r"(?<!\\)\[\[([^\]]*)\]\]", own)} <= {
            "evidence-log", *notes.names(given_log).values(),
        }  # fmt: skip


@many
@given(RAW_TITLES, HOSTILE, URLS)
def test_a_note_keeps_its_shape_and_its_marks_whatever_the_text(titles, other, url):
    plain = notes.notes(log_of(["a"] * len(titles), "a", ""))
    for note, like in zip(
        notes.notes(log_of(titles, other, url)).values(), plain.values(), strict=True
    ):
        assert [level for level, _ in read(body(note)).headings] == [
            level for level, _ in read(body(like)).headings
        ]
        lines = note.split("\n")
        assert lines.count(notes.KEEP) == lines.count(notes.END) == 1
        assert lines.count("---") == 2
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", note)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("[[Secret note]]", r"\[\[Secret note]\]"),
        ("![[embed.png]]", r"!\[\[embed\.png]\]"),
        ("%%hidden%%", r"\%\%hidden\%\%"),
        ("==marked==", r"\=\=marked\=\="),
        ("a #tag and #1", r"a \#tag and #1"),
        ("ends in ^e12", r"ends in \^e12"),
        ("50% of 2^10", "50% of 2^10"),
    ],
)
def test_what_obsidian_would_act_on_is_escaped(text, escaped):
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["../../etc/passwd", "CON", "百度"], ["etc-passwd", "thesis-2", "thesis-3"]),
        (["Same", "same", "SAME"], ["same", "thesis-2", "thesis-3"]),
        (["thesis 2", "百度", "Evidence log"], ["thesis-2", "thesis-2-2", "thesis-3"]),
    ],
)
def test_names_of_notes_are_names_of_files_and_each_is_one(names, files):
    theses = [
        replace(WEB4, id=f"t{number}", number=number, name=name)
        for number, name in enumerate(names, 1)
    ]
    assert list(notes.names(gather(theses, (), (), None)).values()) == files


# -- into a folder ------------------------------------------------------------------


def save(folder, given=None, **options):
    return export.save_notes(given or log(), folder, **options)


def test_own_text_survives_the_next_export(tmp_path):
    folder = save(tmp_path / "vault")
    note = folder / "web4-at-velocity.md"
    mine = "My own thought: [[Other]]\n\n## With a heading\n%% and a comment %%\n"
    note.write_text(note.read_text().replace(f"{notes.KEEP}\n", f"{notes.KEEP}\n{mine}"))
    save(folder)
    assert mine in note.read_text()
    later = log(evidence=sample.EVIDENCE[:5])
    save(folder, later)
    again = note.read_text()
    assert f"{notes.KEEP}\n{mine}{notes.END}\n" in again
    assert again.replace(mine, "") == notes.notes(later)["web4-at-velocity.md"]
    save(folder)
    assert note.read_text().replace(mine, "") == notes.notes(log())["web4-at-velocity.md"]


def test_what_was_changed_outside_of_the_marks_is_left_unless_asked(tmp_path):
    folder = save(tmp_path / "vault")
    note = folder / "web4-at-velocity.md"
    changed = note.read_text().replace("## The log", "## My log")
    note.write_text(changed)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(FileExistsError, match="changed outside of its own marks"):
        save(folder, log(evidence=()))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    save(folder, overwrite=True)
    assert "## The log" in note.read_text()


@pytest.mark.parametrize("damage", [notes.KEEP, notes.END, "both"])
def test_marks_that_are_gone_or_there_twice_are_a_change(tmp_path, damage):
    folder = save(tmp_path / "vault")
    note = folder / "web4-at-velocity.md"
    text = note.read_text()
    note.write_text(text + f"{notes.KEEP}\n{notes.END}\n" if damage == "both" else
                    text.replace(damage, ""))  # fmt: skip
    with pytest.raises(FileExistsError):
        save(folder)
    save(folder, overwrite=True)
    assert note.read_text() == notes.notes(log())["web4-at-velocity.md"]


def test_what_is_not_ours_is_never_written_over(tmp_path):
    folder = tmp_path / "vault"
    folder.mkdir()
    target = tmp_path / "precious"
    target.write_text("precious")
    note = folder / "web4-at-velocity.md"
    for made in ("own", "link", "folder", "other", "bytes", "pipe"):
        if made == "own":
            note.write_text("# My own note\n")
        elif made == "link":
            note.symlink_to(target)
        elif made == "folder":
            note.mkdir()
        elif made == "other":
            note.write_text(notes.notes(log([WALLETS]))["agents-get-wallets.md"])
        elif made == "bytes":
            note.write_bytes(b"\xff\xfe")
        else:
            os.mkfifo(note)
        for overwrite in (False, True):
            with pytest.raises(OSError, match="was left as it is") as told:
                save(folder, overwrite=overwrite)
            assert not isinstance(told.value, FileExistsError)
        assert [path.name for path in folder.iterdir()] == [note.name], made
        assert target.read_text() == "precious"
        note.rmdir() if made == "folder" else note.unlink()
    save(folder)
    assert len(list(folder.iterdir())) == 4


def test_line_ends_of_another_system_are_no_change(tmp_path):
    folder = save(tmp_path / "vault")
    note = folder / "web4-at-velocity.md"
    note.write_bytes(note.read_bytes().replace(b"\n", b"\r\n"))
    save(folder)
    assert b"\r" not in note.read_bytes()


def test_a_folder_that_is_a_file_is_an_error(tmp_path):
    (tmp_path / "vault").write_text("x")
    with pytest.raises(OSError):
        save(tmp_path / "vault")
