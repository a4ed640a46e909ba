"""`gistmill batch`: many documents to one file, resumable, on one machine or on a Ray cluster."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill.cli import options
from gistmill.cli.output import check_output, files_of
from gistmill.cli.progress import Progress
from gistmill.cli.talk import talk
from gistmill.errors import InputError
from gistmill.outputs import followed, refuse_inputs
from gistmill.read.options import ReadOptions

if TYPE_CHECKING:
    from gistmill.batch import Engine, WorkerSettings


class EngineName(StrEnum):
    local = "local"
    ray = "ray"


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Files, directories, globs; JSONL (.gz, .zst) and Parquet rows.", show_default=False
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="Write here: .jsonl, or .parquet by its name; pipes and - are streamed to.",
            show_default=False,
            callback=options.named_output,
        ),
    ],
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run of this command ended.")
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first document that fails.")
    ] = False,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="On this machine, or on Ray (extra `ray`).")
    ] = EngineName.local,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, help="Processes, each with a model.", show_default="the cores; 1 on a GPU"
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", help="A running Ray cluster (host:port).", show_default="a local one"),
    ] = None,
    length: options.Length = None,
    overview_length: options.OverviewLength = None,
    clean: options.Clean = None,
    glossary: options.GlossaryFile = None,
    model: options.Model = None,
    device: options.Device = None,
    config: options.Config = None,
    offline: options.Offline = False,
    allow_remote: options.AllowRemote = False,
    no_cache: options.NoCache = False,
    text_column: options.TextColumn = "text",
    id_column: options.IdColumn = "id",
    encoding: options.Encoding = None,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    timings: options.TimingsTable = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say every few seconds how far it is.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Summarize many documents into one file, a row each; an interrupted run can be resumed."""
    from gistmill.batch import (
        WorkerSettings,
        check_output_kind,
        count_documents,
        files_beside,
        plan_inputs,
        run_job,
    )
    from gistmill.run import model_of

    if output is None:
        output = Path("/dev/stdout")
    check_output_kind(output)
    check_output(output, inputs=inputs, files=(config, glossary))
    for file in files_beside(followed(output)):
        refuse_inputs(file, files_of(inputs))
    if address and engine is not EngineName.ray:
        raise InputError("--address names a Ray cluster; add --engine ray.")
    recipe = options.recipe_of(
        config=config,
        model=model,
        device=device,
        length=length,
        overview_length=overview_length,
        offline=offline,
        allow_remote=allow_remote,
    )
    recipe = options.clean_settings(recipe, mode=clean, glossary=glossary)
    # Opened here once, so that a cache that cannot be used is named once and not by every worker.
    store = options.open_store(no_cache=no_cache)
    store.close()
    found = model_of(recipe, beside=store.path)
    plan = plan_inputs(
        inputs,
        recipe,
        ReadOptions(text_column, id_column, encoding, max_bytes),
        model=found.fingerprint if found else None,
    )
    on_gpu = found is not None and found.fingerprint.device == "cuda"
    settings = WorkerSettings(recipe, str(store.path) if store.path else None)
    chosen = _engine(engine, settings, workers=workers, on_gpu=on_gpu, address=address)
    with Progress(lambda: count_documents(plan), verbose=verbose, quiet=quiet) as progress:
        outcome = run_job(
            plan,
            chosen,
            output,
            resume=resume,
            fail_fast=fail_fast,
            watch=lambda finished, state: progress.advance(
                state.rows, [f"{row.name}: {row.error}" for row in finished.rows if row.error]
            ),
        )
    if timings:
        options.print_timings(outcome.timings, wall_s=outcome.seconds)
    if not outcome.rows:
        talk("no documents in the input.")
    if outcome.failed:
        talk(f"{outcome.failed} of {outcome.rows} documents failed.")
        raise typer.Exit(1)


def _engine(
    name: EngineName, settings: WorkerSettings, *, workers: int | None, on_gpu: bool, address: str | None
) -> Engine:
    """The engine by its name; a local one shares the cores out among its workers."""
    import msgspec

    if name is EngineName.ray:
        from gistmill.batch.ray_engine import RayEngine

        return RayEngine(settings, workers=workers, on_gpu=on_gpu, address=address)
    from gistmill.batch.local_engine import LocalEngine

    cores = _cores()
    count = workers or (1 if on_gpu else cores)
    return LocalEngine(msgspec.structs.replace(settings, threads=max(1, cores // count)), workers=count)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
