"""Bringing a built graph into a triple store: only what changed, resumable, checked at the end."""

from __future__ import annotations

from pathlib import Path

from figkg.base.errors import StoreError
from figkg.base.near import perhaps
from figkg.base.progress import follow
from figkg.base.resources import mappings_folder
from figkg.fetch.session import open_session
from figkg.load.contents import contents
from figkg.load.profiles import Profile, read_profiles
from figkg.load.remote import RemoteStore
from figkg.load.synchronise import Loaded, synchronise


def find_profile(url: str, name: str) -> Profile:
    """The profile of a store.

    Args:
        url: address of the store, for the message.
        name: a name in mappings/stores.yaml.

    Raises:
        StoreError: there is no such profile.
    """
    profiles = read_profiles(mappings_folder())
    if name not in profiles:
        raise StoreError(url, f"no profile {name!r}; {perhaps(name, profiles)}")
    return profiles[name]


def load_graphs(url: str, profile: str, build: Path, *, full: bool, sample: int) -> Loaded:
    """Bring the graphs of a build into a store; credentials come from the environment or netrc.

    Args:
        url: address of the store, as its profile in mappings/stores.yaml describes it.
        profile: name of the profile.
        build: folder of the build.
        full: replace every graph, whatever the store says it holds.
        sample: number of graphs to read back and compare at the end.

    Raises:
        StoreError: there is no such profile, or the store cannot be reached, refuses, or holds something else at last.
        OutputError: the build cannot be read.
    """
    kind = find_profile(url, profile)
    release = contents([build / "figkg.nq", build / "run.nq"])
    with open_session() as session:
        return synchronise(RemoteStore(url, kind, session), release, full=full, sample=sample, follow=follow)
