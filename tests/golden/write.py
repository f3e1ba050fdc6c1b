"""Write the golden files again, from what the code answers today: ``python -m tests.golden.write [NAME ...]``.

Only when an answer was meant to change; ``git diff`` then shows each one that did. To add a question or a link, add its
row without an answer, and write.
"""

import os
import sys
import tempfile

from tests.golden import cards, commands, designs, exports, links, questions, table

FILES = {
    questions.FILE: questions.answered,
    links.FILE: links.answered,
    designs.FILE: designs.answered,
    cards.FILE: cards.answered,
    exports.FILE: exports.answered,
    commands.FILE: commands.answered,
}


def main(names):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GIA_HOME"] = folder
        for name in names or FILES:
            write = table.write_rows if name.endswith(".csv") else table.write_json
            write(name, FILES[name]())
            print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
