"""What groups are called: by as little as tells them apart from the others of their workload."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.overhead.lines import naming
from analysis.own import called
from analysis.samples import of_batch
from record import Cell
from record.cell import canonical


@dataclass(frozen=True, slots=True)
class Title:
    text: str  # `hashlib block=1024`, `startup create (imports=nothing)`
    told_by: str  # the part that is not workload or quantity: `block=1024`; may be empty
    usual: bool  # whether its mode is that of the workload's first group
    first: bool  # whether it is of the parameters and mode that the plan has first


def titles(groups: Iterable[Cell]) -> dict[str, Title]:
    """Of groups, each told by one of its cells in the order of the plan; by their names.

    Parameters that differ among the groups of a workload, and the settings of the mode that are
    not those of the first group. Where that is not enough, the whole name.
    """
    workloads: dict[str, list[Cell]] = {}
    for cell in groups:
        workloads.setdefault(cell.workload, []).append(cell)
    found: dict[str, Title] = {}
    for own in workloads.values():
        name = naming(own)
        for cell in own:
            found[cell.group] = _title(cell, own[0], name(cell))
    texts = [title.text for title in found.values()]
    return {
        group: title
        if texts.count(title.text) == 1
        else Title(group, group, title.usual, title.first)
        for group, title in found.items()
    }


def _title(cell: Cell, first: Cell, parameters: str) -> Title:
    unlike = {key: one for key, one in cell.mode.items() if first.mode.get(key) != one}
    told_by = ",".join(part for part in (parameters, canonical(unlike)) if part)
    text = called(cell.workload, cell.parameters)
    if of_batch(cell):
        text += f" {told_by}" if told_by else ""
    else:
        text += f" {cell.quantity}" + (f" ({told_by})" if told_by else "")
    return Title(text, told_by, cell.mode == first.mode, cell.of("").group == first.of("").group)
