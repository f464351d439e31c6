from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.merkle import (
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    root,
)

# The tree of RFC 6962 test vectors as used by certificate transparency: eight inputs and the
# roots of its first one to eight leaves.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

trees = st.lists(st.binary(max_size=8), min_size=1, max_size=40).map(
    lambda inputs: [leaf_hash(data) for data in inputs]
)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert root([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_published_vectors(size: int) -> None:
    assert root([leaf_hash(data) for data in INPUTS[:size]]).hex() == ROOTS[size - 1]


@given(trees, st.data())
def test_every_leaf_is_proved_to_be_in_the_tree(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(index, leaves)
    assert included(leaves[index], index, len(leaves), proof, root(leaves))
    assert len(proof) <= (len(leaves) - 1).bit_length()


@given(trees, st.data())
def test_no_other_leaf_place_or_proof_passes(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(index, leaves)
    top = root(leaves)
    assert not included(leaf_hash(b"a leaf that is not there"), index, len(leaves), proof, top)
    assert not included(leaves[index], len(leaves), len(leaves), proof, top)
    assert not included(leaves[index], -1, len(leaves), proof, top)
    assert not included(leaves[index], index, len(leaves), [*proof, top], top)
    if proof:
        assert not included(leaves[index], index, len(leaves), proof[:-1], top)


@given(trees, st.data())
def test_a_tree_that_grew_is_proved_to_have_grown(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(old, leaves)
    assert consistent(old, len(leaves), root(leaves[:old]), root(leaves), proof)


@given(trees, st.data())
def test_a_tree_whose_past_was_changed_is_not(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, old - 1))
    other = [*leaves]
    other[changed] = leaf_hash(b"something else entirely")
    proof = consistency_proof(old, other)
    assert not consistent(old, len(other), root(leaves[:old]), root(other), proof)


@given(trees)
def test_one_leaf_more_or_less_gives_another_root(leaves: list[bytes]) -> None:
    assert root(leaves) != root(leaves[:-1])
    assert root(leaves) != root([*leaves, leaf_hash(b"")])
