"""Types of the fields that are more than their Python type: what a decoder lets through.

Names become names of files and folders, so they have no letter that could lead elsewhere or
drive a terminal. Texts are only ever shown.
"""

from typing import Annotated

from msgspec import Meta

from record import limits

NAME = r"[A-Za-z0-9_+][A-Za-z0-9._+-]{0,63}"
NAME_RULE = "letters, digits and . _ + -, not first . or -, at most 64"

Name = Annotated[str, Meta(pattern=rf"\A{NAME}\Z")]
Quantity = Annotated[str, Meta(pattern=rf"\A({NAME})?\Z")]  # empty: the one that there is
Text = Annotated[str, Meta(max_length=limits.TEXT)]
Key = Annotated[str, Meta(max_length=limits.KEY)]  # of a cell
File = Annotated[str, Meta(max_length=limits.PATH)]  # relative to the run's folder

Integer = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Count = Annotated[int, Meta(ge=1, le=2**31)]
Number = Annotated[int, Meta(ge=0, le=2**31)]  # of something that is numbered from 0
Bytes = Annotated[int, Meta(ge=0, le=2**62)]
Workers = Annotated[int, Meta(ge=1, le=limits.WORKERS)]
Take = Annotated[int, Meta(ge=0, le=999)]  # of a block: each is looked at when resuming
Blocks = Annotated[int, Meta(ge=1, le=999_999)]

Seconds = Annotated[float, Meta(ge=0, lt=limits.LONGEST)]
Duration = Annotated[float, Meta(gt=limits.SHORTEST, lt=limits.LONGEST)]  # seconds, never none
Positive = Annotated[float, Meta(gt=limits.SHORTEST, lt=1e18)]  # a value, in whatever unit
Moment = Annotated[float, Meta(ge=0, lt=1e11)]  # seconds since the epoch
Share = Annotated[float, Meta(gt=0, lt=1)]
Amount = Annotated[float, Meta(gt=-1e18, lt=1e18)]  # of anything
Cpus = Annotated[float, Meta(ge=0, lt=1e6)]

Parameter = (
    Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
    | Annotated[float, Meta(gt=-1e300, lt=1e300)]
    | Annotated[str, Meta(pattern=rf"\A{NAME}\Z")]
)
