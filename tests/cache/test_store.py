"""What is put can be got, by anyone, at any time; what is wrong with the file costs time and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gistmill.cache import Artefact, Key, NullStore, Store, canonical_json, digest

SETTINGS = canonical_json({"rules": ["spacing"]})


def test_what_was_put_is_given_back_with_its_cost_and_time(store, key, clock):
    store.put(key(), b'{"text": "x"}', seconds=1.5, label="a.txt")
    assert store.get(key()) == Artefact(b'{"text": "x"}', 1.5, clock.now)


def test_an_unknown_key_gives_nothing_and_says_nothing(store, key, warnings):
    assert store.get(key("other")) is None
    assert warnings == []


def test_a_later_body_replaces_an_earlier_one(store, key):
    store.put(key(), b"1", seconds=1.0, label="a")
    store.put(key(), b"2", seconds=1.0, label="a")
    assert store.get(key()).body == b"2"
    assert len(store.entries()) == 1


def test_many_are_given_in_the_order_of_their_keys(store, key):
    keys = [key(str(number)) for number in range(2000)]
    store.put_many((key, str(index).encode(), 0.0, "") for index, key in enumerate(keys[::2]))
    found = store.get_many(keys)
    assert [artefact.body for artefact in found[::2]] == [str(index).encode() for index in range(1000)]
    assert found[1::2] == [None] * 1000


def test_putting_nothing_writes_nothing(store):
    store.put_many([])
    assert store.entries() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(body=st.binary(max_size=2000), label=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_bytes_come_back_as_they_were(store, body, label):
    one = Key("clean", "1", SETTINGS, digest(label))
    store.put(one, body, seconds=0.0, label=label)
    assert store.get(one).body == body
    assert {entry.label for entry in store.entries() if entry.key == one} == {label}


def test_another_store_on_the_same_file_sees_what_was_put(store, key, path, warnings):
    store.put(key(), b"1", seconds=0.0, label="")
    other = Store.open(path, warn=warnings.append)
    assert other.get(key()).body == b"1"
    other.close()


def test_entries_tell_everything_but_the_body_newest_first(store, key, clock):
    store.put(key("old"), b"1", seconds=0.5, label="old.txt")
    clock.pass_days(1)
    store.put(key("new", stage="segment"), b"2", seconds=0.25, label="new.txt")
    new, old = store.entries()
    assert (new.label, new.key, new.seconds, new.created) == (
        "new.txt",
        key("new", stage="segment"),
        0.25,
        clock.now,
    )
    assert old.bytes > 0
    assert store.entries(stage="clean") == [old]


def test_a_prefix_finds_the_entries_it_begins(store, key):
    store.put(key(), b"1", seconds=0.0, label="")
    assert [entry.key for entry in store.find(key().hex[:8])] == [key()]
    assert [entry.key for entry in store.find(key().hex)] == [key()]
    assert store.find("f" * 60) == []


def test_removing_counts_what_was_there(store, key):
    store.put(key(), b"1", seconds=0.0, label="")
    assert store.remove([key(), key("never")]) == 1
    assert store.get(key()) is None


def test_clearing_leaves_an_empty_store_that_works(store, key):
    store.put_many((key(str(number)), b"1", 0.0, "") for number in range(1000))
    assert store.clear() == 1000
    assert store.entries() == []
    store.put(key(), b"1", seconds=0.0, label="")
    assert store.get(key()).body == b"1"


def test_gc_forgets_what_was_not_used_for_long(store, key, clock):
    store.put(key("unused"), b"1", seconds=0.0, label="unused")
    store.put(key("used"), b"1", seconds=0.0, label="used")
    clock.pass_days(20)
    store.get(key("used"))
    clock.pass_days(20)
    assert store.gc(max_age_s=30 * 86_400.0) == 1
    assert [entry.label for entry in store.entries()] == ["used"]


def test_gc_keeps_the_last_used_within_the_size(store, key, clock):
    for name in ("first", "second", "third"):
        store.put(key(name), os.urandom(1000), seconds=0.0, label=name)
        clock.pass_days(2)
    store.get(key("first"))
    assert store.gc(max_bytes=2500) == 1
    assert {entry.label for entry in store.entries()} == {"first", "third"}


def test_gc_gives_the_disk_its_space_back(store, key, path):
    store.put_many((key(str(number)), os.urandom(10_000), 0.0, "") for number in range(100))
    store.clear()
    store.close()
    assert path.stat().st_size < 200_000


def test_the_directory_and_the_file_are_the_users_alone(store, path):
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_body_is_a_reported_miss_that_can_be_mended(store, key, path, warnings):
    store.put(key(), b'{"a": 1}', seconds=0.0, label="")
    store.put(key("sound"), b"2", seconds=0.0, label="")
    change(path, "UPDATE artefact SET body = X'0011' WHERE hex = ?", key().hex)
    assert store.get_many([key(), key("sound")]) == [None, store.get(key("sound"))]
    assert len(warnings) == 1
    assert "damaged entry" in warnings[0]
    store.put(key(), b'{"a": 1}', seconds=0.0, label="")
    assert store.get(key()).body == b'{"a": 1}'


@pytest.mark.parametrize("body", ["X'789c030000000001'", "X''", "'text'", "7"])
def test_a_body_of_any_wrong_kind_is_a_miss(store, key, path, warnings, body):
    store.put(key(), b'{"a": 1}', seconds=0.0, label="")
    change(path, f"UPDATE artefact SET body = {body} WHERE hex = ?", key().hex)
    assert store.get(key()) is None
    assert len(warnings) == 1


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_cache_is_set_aside(path, key, warnings, content):
    path.parent.mkdir()
    path.write_bytes(content)
    store = Store.open(path, warn=warnings.append)
    store.put(key(), b"1", seconds=0.0, label="")
    assert store.get(key()).body == b"1"
    store.close()
    assert path.with_name("cache.sqlite.damaged").read_bytes() == content
    assert len(warnings) == 1
    assert "damaged" in warnings[0]


def test_a_file_damaged_in_the_middle_is_a_miss_and_then_works_again(store, key, path, warnings):
    keys = [key(str(number)) for number in range(200)]
    store.put_many((one, os.urandom(3000), 0.0, "") for one in keys)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    again = Store.open(path, warn=warnings.append)
    assert again.get_many(keys) == [None] * 200
    again.put(keys[0], b"1", seconds=0.0, label="")
    assert again.get(keys[0]).body == b"1"
    again.close()
    assert any("damaged" in warning for warning in warnings)


def test_a_file_of_another_format_starts_empty(store, key, path, warnings):
    store.put(key(), b"1", seconds=0.0, label="")
    change(path, "PRAGMA user_version = 99")
    other = Store.open(path, warn=warnings.append)
    assert other.entries() == []
    other.close()


def test_where_no_directory_can_be_made_caching_is_off_with_one_warning(tmp_path, key, warnings):
    (tmp_path / "file").write_text("in the way")
    store = Store.open(tmp_path / "file" / "cache.sqlite", warn=warnings.append)
    assert isinstance(store, NullStore)
    store.put(key(), b"1", seconds=0.0, label="")
    assert store.get(key()) is None
    assert len(warnings) == 1
    assert "GISTMILL_CACHE_DIR" in warnings[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_an_unwritable_directory_turns_caching_off(tmp_path, warnings):
    tmp_path.chmod(0o500)
    store = Store.open(tmp_path / "cache.sqlite", warn=warnings.append)
    tmp_path.chmod(0o700)
    assert isinstance(store, NullStore)
    assert len(warnings) == 1


def test_a_failing_write_is_said_once_and_reading_goes_on(store, key, warnings):
    store.put(key(), b"1", seconds=0.0, label="")
    store._connection.execute("PRAGMA query_only = 1")
    store.put(key("other"), b"2", seconds=0.0, label="")
    store.put(key("third"), b"3", seconds=0.0, label="")
    assert store.get(key()).body == b"1"
    assert len(warnings) == 1


def test_threads_share_a_store(store, key):
    def work(worker: int) -> None:
        for number in range(30):
            store.put(key(f"{worker} {number}"), b"1", seconds=0.0, label="")
            assert store.get(key(f"{worker} {number}")).body == b"1"

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.entries()) == 120


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_processes_write_and_read_at_once_without_loss(path, method, warnings):
    with multiprocessing.get_context(method).Pool(4) as pool:
        said = pool.starmap(write_and_read, [(path, worker) for worker in range(4)])
    assert said == [[], [], [], []]
    store = Store.open(path, warn=warnings.append)
    assert len(store.entries()) == 4 * 40 + 10
    store.close()


def test_a_store_works_on_in_a_forked_process(store, key, warnings):
    store.put(key(), b"1", seconds=0.0, label="")
    child = multiprocessing.get_context("fork").Process(
        target=store.put, args=(key("child"), b"2"), kwargs={"seconds": 0.0, "label": ""}
    )
    child.start()
    child.join()
    assert child.exitcode == 0
    assert store.get(key("child")).body == b"2"
    assert warnings == []


def write_and_read(path, worker):
    """Keeps 40 artefacts of its own and 10 that all workers share; gives the warnings."""
    said: list[str] = []
    store = Store.open(path, warn=said.append)
    for number in range(40):
        own = Key("clean", "1", SETTINGS, digest([worker, number]))
        shared = Key("clean", "1", SETTINGS, digest(number % 10))
        store.put_many([(own, b"own", 0.0, ""), (shared, b"shared", 0.0, "")])
        assert [artefact.body for artefact in store.get_many([own, shared])] == [b"own", b"shared"]
    store.close()
    return said


def change(path, statement, *values):
    connection = sqlite3.connect(path)
    connection.execute(statement, values)
    connection.commit()
    connection.close()
