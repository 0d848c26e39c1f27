"""A seal shows nothing of a list and binds to all of it: every entry can be proven, and nothing else can."""

from __future__ import annotations

import json
import random
import re
import stat
from hashlib import sha256

import pytest
from sealed_case import COLUMNS, PLACES, SEALED_ON, make_seal, numbers_of, signing_key

from firmground.cli.seal_commands import seal as type_seal
from firmground.errors import BadRequestError
from firmground.exchange.seals import kind_of, reveal_list, seal_list, verify_reveal, verify_seal
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import to_text
from firmground.proofs.seals import open_kept, open_reveal, read_kept_list, read_seal
from firmground.proofs.signatures import sign

MANY = 200_000
KB = 1_000


@pytest.fixture
def sealed(tmp_path):
    return make_seal(tmp_path)


def test_the_seal_shows_nothing_of_the_list(tmp_path):
    made, seal, _ = make_seal(tmp_path)
    shown = made.seal.decode()
    # The ids have two letters, which a signature may hold by chance.
    assert not any(cell in shown for row in PLACES for cell in row[1:4])
    assert not any(name in json.loads(shown)["statement"] for name in COLUMNS)
    assert (seal.size, seal.day, seal.columns) == (len(PLACES), SEALED_ON, None)
    assert make_seal(tmp_path, show_columns=True)[1].columns == tuple(sorted(COLUMNS))


def test_each_entry_is_proven_and_shows_no_other(sealed):
    _, seal, kept = sealed
    for number in range(1, len(kept) + 1):
        raw = reveal_list(kept, [number])
        (entry,) = open_reveal(raw, seal)
        assert entry == kept.entry(number)
        others = {row[0] for row in PLACES} - {entry.fields["id"]}
        assert not any(f'"{other}"' in raw.decode() for other in others)


def test_all_entries_are_proven_at_once(sealed):
    _, seal, kept = sealed
    raw = reveal_list(kept, range(1, len(kept) + 1))
    assert open_reveal(raw, seal) == open_kept(kept, seal)
    assert {tuple(entry.fields[name] for name in COLUMNS) for entry in open_reveal(raw, seal)} == set(PLACES)


def test_single_fields_are_proven_and_the_rest_stays_hidden(sealed):
    _, seal, kept = sealed
    (number,) = numbers_of(kept, {"h2"})
    raw = reveal_list(kept, [number], ("name",))
    (entry,) = open_reveal(raw, seal)
    assert (entry.fields, entry.withheld) == ({"name": "School"}, frozenset(COLUMNS) - {"name"})
    assert b"36.5" not in raw
    with pytest.raises(BadRequestError, match="no field 'colour'"):
        reveal_list(kept, [number], ("colour",))


def test_a_text_is_one_entry_and_keeps_every_letter(tmp_path):
    path = tmp_path / "prediction.md"
    path.write_bytes("  A pause will be said to hold,\r\nand 12 events will break it: пауза\n".encode())
    made = seal_list(path, "A prediction", signing_key())
    kept = read_kept_list(made.kept)
    assert kept.entry(1).fields == {"text": path.read_bytes().decode()}
    assert open_reveal(reveal_list(kept, [1]), read_seal(made.seal))[0] == kept.entry(1)


def test_an_ordered_list_keeps_its_order_and_any_other_tells_none(tmp_path):
    rows = [(f"step {number}", "", "", "", "") for number in range(40)]
    ordered, shuffled = (make_seal(tmp_path, rows, ordered=how)[2].columns["id"] for how in (True, False))
    assert list(ordered) == [row[0] for row in rows]
    assert sorted(shuffled) == sorted(ordered)
    assert list(shuffled) != list(ordered)
    assert list(make_seal(tmp_path, rows)[2].columns["id"]) != list(shuffled)


def test_a_list_filled_up_with_empty_entries_shows_only_the_round_number(tmp_path):
    made, seal, kept = make_seal(tmp_path, pad=100)
    assert (seal.size, made.filled) == (100, 96)
    empty = next(number for number in range(1, 101) if not kept.entry(number).fields["id"])
    assert set(open_reveal(reveal_list(kept, [empty]), seal)[0].fields.values()) == {""}
    # Of an entry of which one field is shown, and empty, nobody can tell whether all of it is.
    both = [json.loads(reveal_list(kept, [one], ("radius_km",))) for one in (empty, *numbers_of(kept, {"h4"}))]
    assert [document["entries"][0]["fields"]["radius_km"][1] for document in both] == ["", ""]
    assert both[0]["entries"][0]["digests"].keys() == both[1]["entries"][0]["digests"].keys()


def test_one_entry_of_200000_is_revealed_in_less_than_a_kilobyte(tmp_path):
    rows = [(f"p{number}", f"Place {number}", f"{36 + number / 1e5:.4f}", "35.1234") for number in range(MANY)]
    made, seal, kept = make_seal(tmp_path, rows, columns=COLUMNS[:4])
    assert seal.size == MANY
    sizes = [len(reveal_list(kept, [number])) for number in (1, MANY)]
    assert max(sizes) <= KB
    assert len(made.seal) <= KB


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: one["fields"].update(name="Barracks"), "does not lead to the root"),
        (lambda one: one["fields"].pop("name"), "does not lead to the root"),
        (lambda one: one["fields"].update(more="x"), "does not lead to the root"),
        (lambda one: one.update(number=one["number"] % len(PLACES) + 1), "does not lead to the root"),
        (lambda one: one.update(number=len(PLACES) + 1), "the list has 4"),
        (lambda one: one.update(number=0), "has no number"),
        (lambda one: one.update(number=True), "has no number"),
        (lambda one: one.update(secret=to_text(bytes(16))), "does not lead to the root"),
        (lambda one: one.update(secret=one["secret"][:-1]), "not 16 bytes"),
        (lambda one: one.update(path=to_text(bytes(64))), "does not lead to the root"),
        (lambda one: one.update(path=one["path"][:-1]), "base64url"),
        (lambda one: one.update(path=""), "does not lead to the root"),
        (lambda one: one.pop("path"), "not texts"),
        (lambda one: one.pop("secret"), "not how they are proven"),
        (lambda one: one.update(fields=["h1"]), "shows no fields"),
        (lambda one: one["fields"].update(name=["Hospital"]), "no text"),
        (lambda one: one.update(more=1), "not known"),
    ],
)
def test_an_entry_that_was_tampered_with_is_told(sealed, change, words):
    _, seal, kept = sealed
    document = json.loads(reveal_list(kept, numbers_of(kept, {"h1"})))
    change(document["entries"][0])
    with pytest.raises(BadRequestError, match=words):
        open_reveal(canonical(document), seal)


def test_proofs_that_were_swapped_or_shown_twice_are_told(sealed):
    _, seal, kept = sealed
    document = json.loads(reveal_list(kept, [1, 2]))
    one, other = document["entries"]
    for part in ("secret", "path", "fields", "number"):
        swapped = [one | {part: other[part]}, other | {part: one[part]}]
        with pytest.raises(BadRequestError, match="does not lead to the root"):
            open_reveal(canonical(document | {"entries": swapped}), seal)
    with pytest.raises(BadRequestError, match="twice"):
        open_reveal(canonical(document | {"entries": [one, one]}), seal)


def test_fields_shown_alone_cannot_be_exchanged(sealed):
    _, seal, kept = sealed
    document = json.loads(reveal_list(kept, [1], ("name", "id")))
    one = document["entries"][0]
    name, own = one["fields"]["name"], one["fields"]["id"]
    for fields in ({"name": own, "id": name}, {"name": [name[0], "Barracks"], "id": own}):
        with pytest.raises(BadRequestError, match="does not lead to the root"):
            open_reveal(canonical(document | {"entries": [one | {"fields": fields}]}), seal)


def test_a_reveal_of_another_seal_is_told_even_if_it_is_of_the_same_list(sealed, tmp_path):
    _, seal, _ = sealed
    other_kept = make_seal(tmp_path)[2]
    raw = reveal_list(other_kept, [1])
    with pytest.raises(BadRequestError, match="belongs to another seal"):
        open_reveal(raw, seal)
    # Renamed, it still does not lead there.
    document = json.loads(raw) | {"of": seal.name}
    with pytest.raises(BadRequestError, match="does not lead to the root"):
        open_reveal(canonical(document), seal)
    with pytest.raises(BadRequestError, match="not the one that was sealed"):
        open_kept(other_kept, seal)
    whole = json.loads(reveal_list(other_kept, range(1, 5))) | {"of": seal.name}
    with pytest.raises(BadRequestError, match="not the one that was sealed"):
        open_reveal(canonical(whole), seal)


def test_a_list_with_an_entry_more_less_or_moved_is_not_what_was_sealed(sealed):
    _, seal, kept = sealed
    document = json.loads(reveal_list(kept, range(1, 5)))
    columns = document["all"]["columns"]
    moved = {name: [column[1], column[0], *column[2:]] for name, column in columns.items()}
    fewer = {name: column[:-1] for name, column in columns.items()}
    for changed, secrets in ((moved, document["all"]["secrets"]), (fewer, to_text(b"".join(kept.secrets[:-1])))):
        with pytest.raises(BadRequestError, match=r"sealed|entries"):
            open_reveal(canonical(document | {"all": {"columns": changed, "secrets": secrets}}), seal)
    with pytest.raises(BadRequestError, match="not as many as there are secrets"):
        open_reveal(canonical(document | {"all": {"columns": fewer, "secrets": document["all"]["secrets"]}}), seal)


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Other places"), ("day", "2015-09-01"), ("entries", 5), ("order", "as-listed"), ("columns", ["id"])],
)
def test_a_seal_that_was_changed_after_it_was_signed_is_told(sealed, name, value):
    document = json.loads(sealed[0].seal)
    document["statement"][name] = value
    with pytest.raises(BadRequestError, match="signature of the seal is not right"):
        read_seal(canonical(document))


def test_a_seal_cannot_be_signed_again_under_another_name(sealed):
    """It can be signed by another key, but then it is that key's seal and says so."""
    document = json.loads(sealed[0].seal)
    other = signing_key("somebody")
    document["signature"] = sign(other.private, canonical(document["statement"]))
    with pytest.raises(BadRequestError, match="signature"):
        read_seal(canonical(document))
    document["statement"]["key"] = to_text(other.public)
    document["signature"] = sign(other.private, canonical(document["statement"]))
    assert read_seal(canonical(document)).key == other.public


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda told: told.update(day="5 October"), "title or the day"),
        (lambda told: told.update(day="2015-02-30"), "calendar"),
        (lambda told: told.update(entries=0), "number of entries"),
        (lambda told: told.update(entries=True), "number of entries"),
        (lambda told: told.update(order="mine"), "order"),
        (lambda told: told.update(root="AAAA"), "32 bytes"),
        (lambda told: told.update(more=1), "not known"),
        (lambda told: told.pop("title"), "lacks something"),
        (lambda told: told.update(columns=[1]), "columns"),
        (lambda told: told.update(format="firmground seal 9"), "newer firmground"),
    ],
)
def test_a_statement_that_makes_no_sense_is_told_whoever_signed_it(sealed, change, words):
    statement, key = json.loads(sealed[0].seal)["statement"], signing_key()
    change(statement)
    signed = {"statement": statement, "signature": sign(key.private, canonical(statement))}
    with pytest.raises(BadRequestError, match=words):
        read_seal(canonical(signed))


def test_no_bit_of_a_seal_a_reveal_or_of_what_was_kept_can_be_turned(sealed):
    made, seal, kept = sealed
    random.seed(7)
    several, whole = reveal_list(kept, [2, 4]), reveal_list(kept, range(1, 5))
    reads = (
        (made.seal, read_seal),
        (several, lambda raw: open_reveal(raw, seal)),
        (whole, lambda raw: open_reveal(raw, seal)),
        (made.kept, lambda raw: open_kept(read_kept_list(raw), seal)),
    )
    for raw, read in reads:
        told = read(raw)
        for bit in random.sample(range(8 * len(raw)), 400):
            turned = bytearray(raw)
            turned[bit // 8] ^= 1 << bit % 8
            try:
                found = read(bytes(turned))
            except BadRequestError:
                continue
            # What is kept repeats the statement, on which nothing rests but its root.
            assert raw is made.kept, f"bit {bit} of {raw[:40]!r} was not missed"
            assert found == told
        for stop in range(0, len(raw) - 1, 37):
            with pytest.raises(BadRequestError):
                read(raw[:stop])


def test_an_entry_cannot_be_confirmed_by_guessing_it(tmp_path):
    """Who knows every place there is tries them all: against a plain hash that works, against a seal it does not."""
    hidden = "Hospital;36.0;35.0"
    names = [f"Town {number};36.{number};35.0" for number in range(200)] + [hidden]
    plain = sha256(hidden.encode()).hexdigest()
    assert [name for name in names if sha256(name.encode()).hexdigest() == plain] == [hidden]

    made, _, _ = make_seal(tmp_path, [(hidden,)], columns=("text",))
    root = json.loads(made.seal)["statement"]["root"]
    hits = []
    for name in names:
        again, seal, _ = make_seal(tmp_path, [(name,)], columns=("text",))
        hits += [name] if to_text(seal.root) == root or again.seal == made.seal else []
    assert hits == []


def test_what_cannot_be_sealed_is_said(tmp_path):
    key, path = signing_key(), tmp_path / "list.csv"
    for text, words in (
        ("id,lon\na,1\nb\n", "left out"),
        ("id,lon\n", "no entry"),
        ("", "is empty"),
    ):
        path.write_text(text)
        with pytest.raises(BadRequestError, match=words):
            seal_list(path, "T", key)
    path.write_text("id\na\n")
    for title in ("", "  ", "x" * 201):
        with pytest.raises(BadRequestError, match="title"):
            seal_list(path, title, key)
    blob = tmp_path / "blob.bin"
    blob.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(BadRequestError, match="no table and no text"):
        seal_list(blob, "T", key)


class TestWords:
    """What is said to whoever verifies."""

    @pytest.fixture
    def files(self, tmp_path):
        made, _, kept = make_seal(tmp_path)
        seal, shown = tmp_path / "x.seal.json", tmp_path / "shown.json"
        seal.write_bytes(made.seal)
        shown.write_bytes(reveal_list(kept, numbers_of(kept, {"h2"})))
        return seal, shown, made, kept

    def test_of_a_seal(self, files):
        found = verify_seal(files[0])
        assert re.match(
            r"“Places not to be hit”: the key editor \([\d ]{47}\) committed to a list of 4 entries, "
            r"by its own word on 1 October 2015; no time stamp says so\.",
            found.proven[0],
        )
        assert any("the only one" in sentence for sentence in found.not_proven)
        assert found.wrong == ()

    def test_of_an_entry(self, files):
        found = verify_reveal(files[1], files[0])
        assert re.match(
            r"This entry was no\. \d of the 4 of “Places not to be hit” that the key editor", found.proven[0]
        )
        assert found.shown[0].endswith("id = h2; lat = 35.0; lon = 36.5; name = School; radius_km = 0.2")
        assert "what the other entries of the list are" in found.not_proven

    def test_of_fields_and_of_all(self, files):
        seal, shown, _, kept = files
        shown.write_bytes(reveal_list(kept, [1], ("name",)))
        assert any("fields that are not shown: id, lat" in one for one in verify_reveal(shown, seal).not_proven)
        shown.write_bytes(reveal_list(kept, range(1, 5)))
        assert verify_reveal(shown, seal).proven[0].startswith("These are all 4 entries of the list")

    def test_of_what_is_wrong(self, files):
        seal, shown, _, _ = files
        shown.write_bytes(shown.read_bytes().replace(b"School", b"Palace"))
        found = verify_reveal(shown, seal)
        assert found.proven == ()
        assert len(found.wrong) == 1
        seal.write_bytes(seal.read_bytes()[:-10])
        assert "no JSON" in verify_seal(seal).wrong[0]
        assert "is checked against its seal: x.seal.json: this is no JSON" in verify_reveal(shown, seal).wrong[0]

    def test_of_a_time_stamp(self, files, time_authority, tmp_path):
        seal, shown, made, _ = files
        stamp, root = tmp_path / "x.tsr", tmp_path / "root.pem"
        stamp.write_bytes(time_authority.stamp(made.seal))
        root.write_bytes(time_authority.root)
        assert "and before 20" in verify_seal(seal, stamp=stamp, roots=[root]).proven[0]
        assert "and before 20" in verify_reveal(shown, seal, stamp=stamp, roots=[root]).proven[0]
        assert "no --root vouches" in verify_seal(seal, stamp=stamp).proven[0]
        stamp.write_bytes(time_authority.stamp(b"something else"))
        for roots in ([], [root]):
            found = verify_seal(seal, stamp=stamp, roots=roots)
            assert found.proven == ()
            assert "something else" in found.wrong[0]

    def test_of_what_kind_a_document_is(self, files):
        seal, shown, made, _ = files
        assert [kind_of(json.loads(path.read_bytes())) for path in (seal, shown)] == ["seal", "reveal"]
        assert [kind_of(one) for one in (json.loads(made.kept), {}, [], {"statement": {"format": "x"}})] == [""] * 4


def test_the_private_file_is_for_its_owner_alone(tmp_path, monkeypatch):
    signing_key()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("id\na\n")
    type_seal(tmp_path / "list.csv", tmp_path / "x.seal.json", title="T", key="editor")
    assert stat.S_IMODE((tmp_path / "x.kept.json").stat().st_mode) == 0o600
    with pytest.raises(BadRequestError, match="never written over"):
        type_seal(tmp_path / "list.csv", tmp_path / "x.seal.json", title="T", key="editor")
