# SPDX-License-Identifier: EUPL-1.2
"""How well copies, versions and quoted mail are grouped, and how long it takes for many documents.

    python -m benchmarks.duplicates [FOLDER] [--documents 120] [--seed 3] [--many 10000]

Each text of a sample archive gets a copy with other line ends, a version with a sentence less, a sentence more and
other numbers, and a scanned copy with one letter in a hundred wrong; messages get a reply with ``>`` and a reply to
that under the headers of Outlook. Letters made from one template for different people are different documents. Prints,
per kind, how many stand in one group with their original, and how many of the pairs in a group belong together; then
the seconds for many documents, with a mass mailing and much shared text among them. With a folder: the groups among its
PDFs.
"""

import argparse
import random
import re
import resource
import tempfile
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from archive.duplicates import Sketch, groups_of, sketch_of
from archive.sample.archive import make_sample_archive
from redaction.removal import prepare
from redaction.textlayer import read_text_layer
from schemas.errors import LakstraatError
from schemas.events import quiet_libraries
from schemas.identity import Digest, digest_of
from schemas.likeness import AlikeGroup

_SALT = b"benchmark"


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text, what it was made from, and how."""

    family: int
    kind: str
    text: str = field(repr=False)


def texts_of(folder: Path, names: list[Path]) -> Iterator[tuple[str, str]]:
    """Name and text of each PDF that can be read."""
    for path in names:
        try:
            layer = read_text_layer(prepare(path.read_bytes()).data)
        except (LakstraatError, pikepdf.PdfError, ValueError):
            continue
        text = "\n".join(page.text for page in layer.pages)
        if text.strip():
            yield str(path.relative_to(folder)), text


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!])\s+", text) if one.strip()]


def _version(text: str, chance: random.Random) -> str:
    """A sentence out, one in, and other numbers in the first lines."""
    told = _sentences(text)
    if len(told) > 3:
        told.pop(chance.randrange(1, len(told)))
    told.insert(chance.randrange(1, len(told) + 1), "Dit is na overleg met de afdeling op dit punt aangevuld.")
    changed = " ".join(told)
    return re.sub(r"\d", lambda digit: str(chance.randrange(10)), changed[:200]) + changed[200:]


def _scanned(text: str, chance: random.Random) -> str:
    return "".join(
        chance.choice("ilrnoec") if letter.isalpha() and chance.random() < 0.01 else letter for letter in text
    )


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width))


def _mail(sender: str, subject: str, body: str) -> str:
    return f"Van: {sender}\nAan: Team Woo\nDatum: 3 november 2026\nOnderwerp: {subject}\n{body}"


def _threads(family: int, sentences: list[str], chance: random.Random) -> Iterator[Text]:
    """A message, a reply that quotes it with signs and another width, and a reply to that in the manner of Outlook."""
    first, second, third = (" ".join(chance.sample(sentences, count)) for count in (chance.randint(1, 6), 2, 1))
    one = f"Beste collega,\n{_wrapped(first, 90)}\nMet vriendelijke groet,\nA. Afzender"
    quoted = "\n".join(f"> {line}" for line in _wrapped(" ".join(one.split()), 72).split("\n"))
    said = "Op ma 2 nov. 2026 om 10:12 schreef A. Afzender <a@voorbeeld.nl>:"
    two = f"Dag,\n{_wrapped(second, 90)}\nGroet, B.\n{said}\n{quoted}"
    three = (
        f"Hoi,\n{_wrapped(third, 80)}\n-----Oorspronkelijk bericht-----\nVan: B. Tweede\n"
        f"Verzonden: maandag 2 november\nAan: A. Afzender\nOnderwerp: RE: vraag\n{two}"
    )
    yield Text(family=family, kind="message", text=_mail("A. Afzender", "vraag", one))
    yield Text(family=family, kind="reply with >", text=_mail("B. Tweede", "RE: vraag", two))
    yield Text(family=family, kind="reply as Outlook", text=_mail("A. Afzender", "RE: vraag", three))


def made_of(originals: list[str], chance: random.Random) -> list[Text]:
    """Families of texts."""
    sentences = sorted({one for text in originals for one in _sentences(text) if 6 <= len(one.split()) <= 40})
    made = []
    for family, text in enumerate(originals):
        made += [
            Text(family=family, kind="original", text=text),
            Text(family=family, kind="copy", text=_wrapped(text, 60)),
            Text(family=family, kind="version", text=_version(text, chance)),
            Text(family=family, kind="scanned copy", text=_scanned(text, chance)),
        ]
    for family in range(len(originals), 2 * len(originals)):
        made += _threads(family, sentences, chance)
    return made


def _grouped(texts: list[str]) -> tuple[tuple[AlikeGroup, ...], float, float]:
    start = time.perf_counter()
    sketches: dict[int, Sketch] = {key: sketch_of([text], _SALT) for key, text in enumerate(texts)}
    files: dict[int, Digest] = {key: digest_of(f"{key}".encode()) for key in sketches}
    middle = time.perf_counter()
    groups = groups_of(sketches, files)
    return groups, middle - start, time.perf_counter() - middle


def quality(made: list[Text]) -> None:
    """Print recall per kind and precision of pairs."""
    groups, _, _ = _grouped([one.text for one in made])
    group_of = {key: number for number, group in enumerate(groups) for key in group.documents}
    first = {one.family: key for key, one in reversed(list(enumerate(made)))}
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds = {one.document: one.kind.value for group in groups for one in group.others}
    for key, one in enumerate(made):
        if key != first[one.family]:
            found[one.kind][1] += 1
            found[one.kind][0] += key in group_of and group_of[key] == group_of.get(first[one.family], -1)
        told[one.kind][kinds.get(key, "longest" if key in group_of else "alone")] += 1
    right = wrong = 0
    for group in groups:
        members = [made[key].family for key in group.documents]
        pairs = len(members) * (len(members) - 1) // 2
        alike = sum(count * (count - 1) // 2 for count in Counter(members).values())
        right, wrong = right + alike, wrong + pairs - alike
    print(f"{len(made)} texts, {len(groups)} groups")
    for kind, (there, all_of_them) in sorted(found.items()):
        print(f"{kind:18} in one group with the first of its family: {there} of {all_of_them}; told {dict(told[kind])}")
    print(f"pairs in a group that belong together: {right} of {right + wrong} ({right / max(right + wrong, 1):.3f})")


def many(originals: list[str], count: int, chance: random.Random) -> None:
    """Print the time for many documents: a fifth a mass mailing, the rest made of sentences that others have too."""
    sentences = [one for text in originals for one in _sentences(text)]
    letter = " ".join(sentences[:20])
    texts = [f"Geachte heer of mevrouw {number},\n{letter}" for number in range(count // 5)]
    while len(texts) < count:
        told = chance.sample(sentences, chance.randint(5, 60)) if len(sentences) > 60 else sentences
        texts.append(" ".join(f"{one} {chance.randrange(10**6)}" for one in told))
    groups, sketching, grouping = _grouped(texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} documents: {sketching:.1f} s for their sketches, {grouping:.1f} s for {len(groups)} groups, the "
          f"largest of {max((len(one.documents) for one in groups), default=0)}; at most {memory:.0f} MiB")  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--many", type=int, default=10_000)
    chosen = parser.parse_args()
    quiet_libraries()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_sample_archive(folder, documents=chosen.documents, seed=chosen.seed)
        originals = [text for _, text in texts_of(folder, sorted(folder.rglob("*.pdf")))]
    quality(made_of(originals, chance))
    many(originals, chosen.many, chance)
    if chosen.folder is not None:
        named = list(texts_of(chosen.folder, sorted(chosen.folder.rglob("*.pdf"))))
        groups, _, _ = _grouped([text for _, text in named])
        print(f"{len(named)} PDFs of the folder, {len(groups)} groups")
        for group in groups:
            print(named[group.longest][0])
            for one in group.others:
                print(f"  {named[one.document][0]}: {one.kind.value} ({one.share:.2f}) of {named[one.other][0]}")


if __name__ == "__main__":
    main()
