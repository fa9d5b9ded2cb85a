"""A model field whose text is encrypted in the row and masked wherever it is printed."""

from typing import TYPE_CHECKING, Any, NoReturn

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, In
from django.db.models.query_utils import DeferredAttribute

from jiangxin.files import keys
from jiangxin.files.keys import Hash

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
    _CharField = models.CharField[Any, Any]
else:
    _Field, _CharField = models.Field, models.CharField  # take type parameters in the stubs only


encrypted: list["EncryptedTextField"] = []  # every such field there is


class Secret:
    """A text that shows only its ends; ``reveal`` is the one way to the whole of it."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("_column", "_data", "_ends", "_text")

    def __init__(self, column: str, ends: tuple[int, int], *, text: str | None = None, data: bytes = b"") -> None:
        self._column, self._ends, self._text, self._data = column, ends, text, data

    def reveal(self) -> str:
        """Return the text in clear; it is decrypted the first time."""
        if self._text is None:
            self._text = keys.decrypt(self._column, self._data)
        return self._text

    def encrypted(self, column: str) -> bytes:
        """Return the bytes to store in a column."""
        if self._data and column == self._column:
            return self._data
        return keys.encrypt(column, self.reveal())

    @property
    def masked(self) -> str:
        """Return the text with its middle starred; one too short for that is starred whole."""
        text, (first, last) = self.reveal(), self._ends
        hidden = len(text) - first - last
        if hidden < 4:
            return "*" * len(text)
        return text[:first] + "*" * hidden + text[len(text) - last :]

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"<{self._column}>"

    def __bool__(self) -> bool:
        return bool(self._data or self._text)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Secret):
            return self.reveal() == other.reveal()
        return isinstance(other, str) and self.reveal() == other

    @property
    def key_number(self) -> int:
        """Return the number of the key under which the text lies in the row; 0 for none and for new text."""
        return self._data[0] if self._data else 0


class _Wrapped(DeferredAttribute):
    """Makes whatever is assigned a ``Secret``, so that clear text never lies open on a model."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class EncryptedTextField(_Field):
    """Text encrypted with the key ring; read as ``Secret``. ``mask`` is how much of both ends is shown.

    It cannot be searched: keep a ``keys.blind_index`` of it in a column beside it.
    """

    descriptor_class = _Wrapped

    def __init__(self, *args: Any, mask: tuple[int, int] = (3, 4), **kwargs: Any) -> None:
        self.mask = mask
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        """Join the model, and be known to whoever changes keys."""
        super().contribute_to_class(cls, name, *args, **kwargs)
        if not cls._meta.abstract and cls.__module__ != "__fake__":
            encrypted.append(self)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"mask": self.mask} if self.mask != (3, 4) else {})

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def secret_column(self) -> str:
        """Return the name that binds the encrypted text to its place: table and column."""
        return f"{self.model._meta.db_table}.{self.column}"

    def to_python(self, value: Any) -> Secret | None:
        if value is None or isinstance(value, Secret):
            return value
        if isinstance(value, str):
            return Secret(self.secret_column, self.mask, text=value)
        return Secret(self.secret_column, self.mask, data=bytes(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Secret | None:
        """Wrap what the row holds; nothing is decrypted before it is asked for."""
        return self.to_python(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's own
        secret = self.to_python(value)
        return None if secret is None else connection.Database.Binary(secret.encrypted(self.secret_column))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        return self._refuse_search()

    def get_transform(self, lookup_name: str) -> Any:
        self._refuse_search()

    def _refuse_search(self) -> NoReturn:
        raise FieldError(f"{self.secret_column} is encrypted; filter on its blind index instead")


class HashField(_CharField):
    """A keyed hash of an encrypted column; asked for with a ``keys.Hash`` it finds rows under any key of the ring."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


@HashField.register_lookup
class _Exact(Exact):
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, Hash) and self.rhs.also:
            return compiler.compile(In(self.lhs, self.rhs.every))
        return super().as_sql(compiler, connection)


@HashField.register_lookup
class _In(In):
    def __init__(self, lhs: Any, rhs: Any) -> None:
        if isinstance(rhs, list | tuple | set):
            rhs = [one for each in rhs for one in (each.every if isinstance(each, Hash) else [each])]
        super().__init__(lhs, rhs)
