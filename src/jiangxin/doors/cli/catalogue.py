"""The English catalogue: read and written as .po beside the code, compiled to .mo into the data folder."""

import ast
import os
import struct
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "locale"
WHERE = Path("en", "LC_MESSAGES")
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: en\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
MAGIC = 0x950412DE  # of a .mo file

Key = tuple[str, str]  # context or "", and text


@dataclass
class Entry:
    """One text: zh-Hans, its English (one, or two when it has a plural) and the files it stands in."""

    text: str
    plural: str = ""
    context: str = ""
    english: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """Return what the text is looked up by."""
        return self.context, self.text

    @property
    def complete(self) -> bool:
        """Tell whether every form has English."""
        return len(self.english) == (2 if self.plural else 1) and all(self.english)


def po_path() -> Path:
    """Return the catalogue that people write."""
    return SOURCE / WHERE / "django.po"


def read_po(text: str) -> list[Entry]:
    """Return the entries of a .po text in their order, the header left out; fuzzy English counts as none."""
    entries: list[Entry] = []
    for block in text.split("\n\n"):
        fields: dict[str, str] = {}
        files: list[str] = []
        fuzzy, last = False, ""
        for line in block.splitlines():
            if line.startswith("#"):
                files += line[2:].split() if line.startswith("#:") else []
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            name, quote, rest = line.partition('"')
            last = name.strip() or last
            if quote:
                fields[last] = fields.get(last, "") + str(ast.literal_eval(quote + rest))
        if fields.get("msgid"):
            english = [value for name, value in sorted(fields.items()) if name.startswith("msgstr")]
            entries.append(
                Entry(
                    text=fields["msgid"],
                    plural=fields.get("msgid_plural", ""),
                    context=fields.get("msgctxt", ""),
                    english=[] if fuzzy else english,
                    files=files,
                )
            )
    return entries


def write_po(entries: list[Entry]) -> str:
    """Return the entries as .po text."""
    blocks = [f'msgid ""\nmsgstr ""\n{"".join(_quoted(line) for line in HEADER.splitlines(keepends=True))}']
    for entry in entries:
        lines = [f"#: {name}\n" for name in entry.files]
        lines += [f"msgctxt {_quoted(entry.context)}"] if entry.context else []
        lines += [f"msgid {_quoted(entry.text)}"]
        lines += [f"msgid_plural {_quoted(entry.plural)}"] if entry.plural else []
        forms = entry.english if entry.complete else [""] * (2 if entry.plural else 1)
        if entry.plural:
            lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(forms)]
        else:
            lines += [f"msgstr {_quoted(forms[0])}"]
        blocks.append("".join(lines))
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"\n'


def mo_bytes(entries: list[Entry]) -> bytes:
    """Return the complete entries as a .mo file: sorted texts, two tables of (length, offset), no hash table."""
    pairs = {b"": HEADER.encode()}
    for entry in entries:
        if entry.complete:
            key = f"{entry.context}\x04{entry.text}" if entry.context else entry.text
            key += f"\0{entry.plural}" if entry.plural else ""
            pairs[key.encode()] = "\0".join(entry.english).encode()
    keys = sorted(pairs)
    texts = [*keys, *(pairs[key] for key in keys)]
    tables = 7 * 4
    offset = tables + 8 * len(texts)
    table = b""
    for text in texts:
        table += struct.pack("<2I", len(text), offset)
        offset += len(text) + 1
    head = struct.pack("<7I", MAGIC, 0, len(keys), tables, tables + 8 * len(keys), 0, 0)
    return head + table + b"".join(text + b"\0" for text in texts)


def compile_words(locale: Path) -> None:
    """Write the .mo that Django reads into this folder; nothing is written when it is the same already."""
    target = locale / WHERE / "django.mo"
    made = mo_bytes(read_po(po_path().read_text(encoding="utf-8")))
    if target.is_file() and target.read_bytes() == made:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(f".{os.getpid()}")
    aside.write_bytes(made)
    aside.replace(target)
