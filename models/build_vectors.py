"""Build the word and character vectors: python models/build_vectors.py DATA -o inference/lexicons/data

Needs `pip install scipy`. Nothing is random. Counts which units stand near each other in the sentences that the
embedded models learn from, turns counts into positive pointwise mutual information and keeps its largest singular
vectors (Levy, Goldberg and Dagan 2015), what all vectors share taken out. Writes `english_vectors.txt.gz` and
`chinese_vectors.txt.gz`, one unit a line, and their entries of SOURCES.json.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import chinese
import english
import numpy as np
from corpus import MARKS, units_of
from split import Split

LEXICONS = Path(__file__).parent.parent / "inference" / "languages" / "data"
WINDOW = 8  # units to each side, nearer ones counting more
DIMENSIONS = 100
SMOOTHED = 0.75  # contexts by this power of their share, so that rare ones are not overrated
SIGMA = 0.5  # singular vectors times this power of their singular values
COMMON = 2  # directions that all vectors share (how often, in verse or in prose), taken out
LEAST = 8  # a unit that stands in the corpus less often has no vector
BREAK = -1


def english_sentences(folder: Path, lexicon: Sequence[str]) -> Iterable[list[str]]:
    """Units of the training sentences. A capital at the start goes where the lexicon has the word without."""
    known = set(lexicon)
    for line in english.read(folder, known).seen():
        units = units_of(line) or []
        lower = units[0][:1].lower() + units[0][1:] if units else ""
        yield [unit for unit in ([lower if lower in known else units[0], *units[1:]] if units else []) if unit in known]


def chinese_sentences(split: Split) -> Iterable[list[str]]:
    """Characters of the training sentences, modern ones three times, so that verse does not drown them."""
    group = {source.file: source.group for source in chinese.SOURCES}
    for part in split.parts:
        for line in part.trained:
            for _ in range(3 if group[part.file] == "modern" else 1):
                yield [character for character in line.removeprefix(chinese.VERSE)]


def counted(sentences: Iterable[list[str]], lexicon: Sequence[str], marks: frozenset[str]) -> tuple[Any, Any]:
    """How often units stand near each other, sparse [units, units], and how often each stands anywhere. [units]"""
    from scipy.sparse import coo_matrix, csr_matrix

    index = {unit: number for number, unit in enumerate(lexicon) if unit not in marks}
    flat: list[int] = []
    for sentence in sentences:
        flat.extend(index[unit] for unit in sentence if unit in index)
        flat.extend([BREAK] * WINDOW)
    row, size = np.array(flat, np.int32), len(lexicon)
    total = csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = row[:-distance], row[distance:]
        both = (left != BREAK) & (right != BREAK)
        weight = np.full(int(both.sum()), (WINDOW + 1 - distance) / WINDOW, np.float32)
        total = total + coo_matrix((weight, (left[both], right[both])), (size, size)).tocsr()
    return (total + total.T).tocsr(), np.bincount(row[row != BREAK], minlength=size)


def vectors(near: Any) -> Any:
    """Singular vectors of the positive pointwise mutual information, a row a unit. [units, k]"""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import svds

    pairs = near.tocoo()
    own = np.asarray(near.sum(1)).ravel()
    context = own**SMOOTHED
    log_share = np.log(np.maximum(own, 1e-9)) - np.log(own.sum())
    log_context = np.log(np.maximum(context, 1e-9)) - np.log(context.sum())
    information = np.log(pairs.data / own.sum()) - log_share[pairs.row] - log_context[pairs.col]
    kept = information > 0
    matrix = coo_matrix((information[kept], (pairs.row[kept], pairs.col[kept])), near.shape).tocsr()
    start = np.ones(near.shape[0]) / near.shape[0] ** 0.5
    left, values, _ = svds(matrix.astype(np.float32), k=DIMENSIONS, v0=start.astype(np.float32))
    return left[:, ::-1] * values[::-1] ** SIGMA


def uncommon(found: Any) -> Any:
    """Vectors of length 1 without their mean and their first COMMON directions (Mu and Viswanath 2018). [units, k]"""
    found = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    found = found - found.mean(0)
    directions = np.linalg.svd(found, full_matrices=False)[2][:COMMON]
    found = found - found @ directions.T @ directions
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def rows(lexicon: Sequence[str], found: Any, counts: Any) -> list[str]:
    """Unit, tab, its vector as signed bytes in base 85. The largest number of a vector is 127."""
    kept = np.flatnonzero(counts >= LEAST)
    lines = []
    for unit, vector in zip(kept, uncommon(found[kept]), strict=True):
        packed = np.round(vector * (127 / np.abs(vector).max())).astype(np.int8).tobytes()
        lines.append(f"{lexicon[unit]}\t{base64.b85encode(packed).decode()}")
    return lines


def table(sentences: Iterable[list[str]], lexicon: Sequence[str], marks: frozenset[str]) -> list[str]:
    """The rows of one language."""
    near, counts = counted(sentences, lexicon, marks)
    print("pairs", near.nnz, "units", int(counts.sum()), flush=True)
    return rows(lexicon, vectors(near), counts)


def register(output: Path, name: str, holds: str, folder: Path, used: Sequence[Any]) -> None:
    """The table's entry of SOURCES.json, beside those that are there."""
    place = output / "SOURCES.json"
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    packed = (output / name).read_bytes()
    found["tables"][name] = {
        "holds": holds,
        "lines": gzip.decompress(packed).count(b"\n"),
        "bytes": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "packages": [],
        "files": [source.file for source in used],
    }
    for source in used:
        digest = hashlib.sha256((folder / source.file).read_bytes()).hexdigest()
        found["files"][source.file] = {"sha256": digest, "licence": source.licence, "credit": source.credit}
    text = json.dumps(found, indent=2, ensure_ascii=False, sort_keys=True)
    place.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    for name, read, module, marks in (
        ("chinese", lambda _: chinese_sentences(chinese.read(options.data)), chinese, frozenset(chinese.MARKS)),
        ("english", lambda lexicon: english_sentences(options.data, lexicon), english, frozenset(MARKS)),
    ):
        lexicon = (LEXICONS / f"{name}_lexicon.txt").read_text(encoding="utf-8").splitlines()
        lines = table(read(lexicon), lexicon, marks)
        file, kind = f"{name}_vectors.txt.gz", "characters" if module is chinese else "words"
        (options.output / file).write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
        holds = f"vectors of {DIMENSIONS} signed bytes of the {kind} that the embedded {name.title()} models know"
        register(options.output, file, holds, options.data, module.SOURCES)
        print(file, len(lines), (options.output / file).stat().st_size, flush=True)


if __name__ == "__main__":
    main()
