"""What work there is: the files in order, as shards, and the documents of a shard in chunks.

A shard is what one reader reads: a file of many rows, or a run of files of one document each. A chunk is what
goes through the pipeline together and is finished together. Both follow from the plan alone, never from who
does the work, so that every engine, and a run that is resumed, does the same work in the same portions.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

from msgspec import Struct

from gistmill._version import __version__
from gistmill.cache import digest
from gistmill.clean import repeated_lines
from gistmill.clean.repeated_lines import (
    SAMPLE_DOCUMENTS,
    LineCounts,
    count_lines,
    merged,
    repeated_only,
    sampled,
    with_repeated_lines,
)
from gistmill.document import Document
from gistmill.errors import InputError, UnreadableInput
from gistmill.read import ReadOptions, documents_of_file, holds_rows, list_files, named
from gistmill.recipe import Recipe
from gistmill_models.protocol import Fingerprint

# Documents that go through the pipeline together: enough to fill a model's batches, and lost at most when killed.
CHUNK_DOCUMENTS = 32
# Files of one document each that one reader reads.
SHARD_FILES = 256


class InputFile(Struct, frozen=True):
    """A file as it was when the work was planned; `modified_ns` is its modification time."""

    path: str
    size: int
    modified_ns: int


class Plan(Struct, frozen=True):
    """All that decides the rows of a run: inputs, how they are read, the recipe, and the model it names.

    `missing` says of names among `files` why there is nothing to read. `repeated` are the lines that a site prints
    around its texts.
    """

    files: tuple[InputFile, ...]
    recipe: Recipe
    model: Fingerprint | None = None
    read_options: ReadOptions = ReadOptions()
    missing: dict[str, str] = {}
    repeated: LineCounts = {}
    chunk_documents: int = CHUNK_DOCUMENTS
    program: str = __version__

    @property
    def digest(self) -> str:
        return digest(self)

    def shards(self) -> tuple[tuple[Path, ...], ...]:
        """Files in order, those of one document each in runs of at most `SHARD_FILES`."""
        shards: list[tuple[Path, ...]] = []
        for has_rows, group in groupby((Path(file.path) for file in self.files), key=holds_rows):
            size = 1 if has_rows else SHARD_FILES
            while run := tuple(islice(group, size)):
                shards.append(run)
        return tuple(shards)


class Position(Struct, frozen=True, order=True):
    """A place between documents: before document `row` (from 0) of shard `shard`."""

    shard: int = 0
    row: int = 0


class Failure(Struct, frozen=True, tag=True):
    """A document that could not be read; `id` is None where not even that is known."""

    id: str | int | None
    source: str
    error: str


class Readable(Struct, frozen=True, tag=True):
    """A document that was read."""

    document: Document


Entry = Readable | Failure


class Chunk(Struct, frozen=True):
    """Documents in order, with the positions before the first and behind the last of them."""

    start: Position
    entries: tuple[Entry, ...]

    @property
    def end(self) -> Position:
        return Position(self.start.shard, self.start.row + len(self.entries))

    def single_documents(self) -> Iterator[Chunk]:
        """The same as chunks of one document each."""
        for index, entry in enumerate(self.entries):
            yield Chunk(Position(self.start.shard, self.start.row + index), (entry,))


def plan_inputs(
    inputs: Sequence[str],
    recipe: Recipe,
    read_options: ReadOptions = ReadOptions(),
    *,
    model: Fingerprint | None = None,
) -> Plan:
    """The plan for files, directories and globs; a name without files is a failure in its place.

    Raises UnreadableInput, before any work, where no name has any. Standard input cannot be read again from the middle,
    so it is refused.
    """
    if "-" in inputs:
        raise InputError("batch: standard input cannot be resumed; write the rows to a file and name that.")
    files, missing = _found(inputs)
    if missing and len(missing) == len(files):
        raise UnreadableInput(" ".join(missing.values()))
    paths = [Path(file.path) for file in files if file.path not in missing]
    repeated = _repeated_lines(paths, read_options) if recipe.clean.wants(repeated_lines.NAME) else {}
    return Plan(files, recipe, model, read_options, missing, repeated)


def _found(inputs: Sequence[str]) -> tuple[tuple[InputFile, ...], dict[str, str]]:
    """The files of all names, each once, in order; of names that have none, why."""
    files: dict[str, InputFile] = {}
    missing: dict[str, str] = {}
    for name in inputs:
        try:
            found = [_as_planned(path.absolute()) for path in list_files(name)]
        except (UnreadableInput, OSError) as error:
            shown = named(Path(name))
            missing[shown] = str(error)
            found = [InputFile(shown, 0, 0)]
        for file in found:
            files.setdefault(file.path, file)
    return tuple(files.values()), missing


def chunks_of_plan(plan: Plan, start: Position = Position()) -> Iterator[Chunk]:
    """All chunks from `start` on, in order; memory is bounded by one chunk."""
    for number, shard in enumerate(plan.shards()[start.shard :], start=start.shard):
        skipped = start.row if number == start.shard else 0
        yield from chunks_of_shard(shard, plan, Position(number, skipped))


def chunks_of_shard(shard: Sequence[Path], plan: Plan, start: Position) -> Iterator[Chunk]:
    """The chunks of one shard from document `start.row` on."""
    entries = islice(_entries(shard, plan), start.row, None)
    while portion := tuple(islice(entries, plan.chunk_documents)):
        chunk = Chunk(start, portion)
        yield chunk
        start = chunk.end


def count_documents(plan: Plan) -> int:
    """How many documents there are, by reading all of it once."""
    return sum(len(chunk.entries) for chunk in chunks_of_plan(plan))


def _entries(shard: Sequence[Path], plan: Plan) -> Iterator[Entry]:
    for path in shard:
        if str(path) in plan.missing:
            yield Failure(None, str(path), plan.missing[str(path)])
            continue
        for read in documents_of_file(path, plan.read_options):
            if isinstance(read, Document):
                yield Readable(with_repeated_lines(read, plan.repeated))
            else:
                known = path.stem if read.id is None and not holds_rows(path) else read.id
                yield Failure(known, str(path), str(read))


def _repeated_lines(paths: Iterable[Path], options: ReadOptions) -> LineCounts:
    """The lines that the documents of a site repeat, by a sample of each file of rows and of each folder's files."""
    by_home: dict[Path, list[Path]] = {}
    for path in paths:
        by_home.setdefault(path if holds_rows(path) else path.parent, []).append(path)
    return repeated_only(merged(count_lines(_sample(files, options)) for files in by_home.values()))


def _sample(files: Sequence[Path], options: ReadOptions) -> Iterator[Document]:
    """From the first row on, or from files spread over all of them."""
    spread = files[:: max(1, len(files) // SAMPLE_DOCUMENTS)]
    read = (one for path in spread for one in documents_of_file(path, options))
    return sampled(one for one in read if isinstance(one, Document))


def _as_planned(path: Path) -> InputFile:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableInput(
            f"{path}: is no regular file, and only those can be gone on with; copy it into one."
        )
    if named(path) != str(path):
        raise UnreadableInput(f"{named(path)}: its name is not UTF-8; rename it.")
    return InputFile(str(path), status.st_size, status.st_mtime_ns)
