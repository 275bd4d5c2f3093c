"""An answer in which every text from outside is evil."""

from pathlib import Path

import msgspec
from made_up_advice import FREE, PROFILE, PYTHON, advised, folder

from record.advice import Deeds, Gil, LeftOut, Size

ESCAPE = "\x1b[31mred\x1b[0m\x07"
MARKUP = "<script>alert(1)</script> [x](javascript:y) `a` | **b** </code></pre> @user {{ 7*7 }}"
LINES = "first\r\nsecond\u202ethird"
EVIL = f"{ESCAPE} {MARKUP} {LINES}"


def hostile(root: Path) -> Path:
    """Its run is an ordinary one: names in it cannot be evil."""
    profile = msgspec.structs.replace(
        PROFILE,
        function=EVIL,
        argument=Size(error=EVIL),
        subinterpreter=EVIL,
        notes=[EVIL],
        deeds=Deeds(written=[EVIL], connected=[EVIL], started=[EVIL], printed=3),
    )
    free = msgspec.structs.replace(
        FREE, gil=Gil(first=False, imported=True, called=True, culprits=[EVIL])
    )
    about = advised(
        target=f"{EVIL}.py:process",
        module="a'b\n\"c",
        inputs=EVIL,
        profiles={"3.13": profile, "3.13t": free},
        left_out=[LeftOut(interpreter="3.13", strategy="asyncio", reason=EVIL)],
    )
    return folder(root, PYTHON, about=about, blocks=2)
