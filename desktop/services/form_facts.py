"""What a read request form says: who asks, for what, how (the fields of forms/requests)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.address.parse import join_parts
from desktop.domain.reading import PageReading
from desktop.domain.requests import Item, RequestType
from desktop.services.case_views import Applicant

ADDRESS_KEYS = ("prefecture", "city", "town", "block", "building", "room")
PERSON_KEYS = ("name", "kana", "birth", "phone", "postal", *ADDRESS_KEYS)

Wanted = dict[RequestType, tuple[Item, ...]]


def form_fields(readings: Iterable[PageReading]) -> dict[str, str]:
    """Every field of the form's pages by key; the first page that has a key counts."""
    found: dict[str, str] = {}
    for reading in readings:
        for field in reading.fields:
            found.setdefault(field.key, field.text)
    return found


def person_block(fields: Mapping[str, str]) -> dict[str, str]:
    """The person block as it is kept: the keys of PERSON_KEYS, all present."""
    block = {key: fields.get(key, "").strip() for key in PERSON_KEYS}
    kana = (fields.get("family_kana", ""), fields.get("given_kana", ""))
    block["kana"] = block["kana"] or " ".join(part.strip() for part in kana if part.strip())
    return block


def applicant(block: Mapping[str, str]) -> Applicant:
    return Applicant(
        name=block.get("name", ""),
        kana=block.get("kana", ""),
        birth=block.get("birth", ""),
        phone=block.get("phone", ""),
        postal=block.get("postal", ""),
        address=address_line(block),
    )


def address_line(block: Mapping[str, str]) -> str:
    """The address of a person block in one line."""
    return join_parts(*(block.get(key, "") for key in ADDRESS_KEYS))


_OF_ITEMS = frozenset(
    {
        *(RequestType.CORRECT, RequestType.ADD, RequestType.DELETE),
        *(RequestType.STOP_USE, RequestType.ERASE),
    }
)


def wanted_of(fields: Mapping[str, str]) -> Wanted:
    """What the ticks ask for, as a proposal for the clerk.

    The form has one list of items: K8 belongs to DISCLOSE_3P alone (DOMAIN §2), the others to
    DISCLOSE, or to PURPOSE where nothing is to be disclosed; where neither is asked for, they say
    what is to be corrected or stopped.
    """
    types = [kind for kind in RequestType if fields.get(f"type.{kind}")]
    items = [item for item in Item if fields.get(f"item.{item}")]
    own = tuple(item for item in items if item is not Item.K8)
    holder = next((t for t in (RequestType.DISCLOSE, RequestType.PURPOSE) if t in types), None)
    wanted: Wanted = {}
    for kind in types:
        if kind is RequestType.DISCLOSE_3P:
            wanted[kind] = (Item.K8,)
        else:
            named = kind is holder or (holder is None and kind in _OF_ITEMS)
            wanted[kind] = own if named else ()
    return wanted


def method_of(fields: Mapping[str, str]) -> str:
    """PAPER or CDR; "" where the customer ticked neither or both."""
    ticked = [method for method in ("PAPER", "CDR") if fields.get(f"method.{method}")]
    return ticked[0] if len(ticked) == 1 else ""


def agent_ticked(fields: Mapping[str, str]) -> bool:
    return bool(fields.get("agent"))
