"""Adopted books: one row for each version that was proposed."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiangxin.policy.text import BookText


class Status(models.TextChoices):
    PROPOSED = "proposed", _("待确认")
    IN_FORCE = "in_force", _("在用")
    REFUSED = "refused", _("已退回")


class AdoptedBookQuerySet(models.QuerySet["AdoptedBook"]):
    def in_force(self) -> Self:
        """Books that were confirmed, the one that counts first: later in force, then later confirmed."""
        return self.filter(status=Status.IN_FORCE).order_by("-since", "-confirmed_at", "-pk")


class AdoptedBook(models.Model):
    """One version of a book as it was proposed; ``files`` is its whole text, so that no folder is needed any more."""

    book_id = models.CharField(_("册名"), max_length=64)
    title = models.CharField(_("标题"), max_length=120)
    files = models.JSONField(_("全文"))
    hash = models.CharField(_("摘要"), max_length=64)
    resolved_hash = models.CharField(
        _("合成摘要"), max_length=64
    )  # with the books under it, on the day of the proposal
    # Null: the ground of all books, owned by nobody.
    owner = models.ForeignKey(
        "people.Unit", verbose_name=_("归属"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    extends = models.CharField(_("上级册"), max_length=64, default="", blank=True)
    since = models.DateField(_("起用日"))
    status = models.CharField(_("状态"), max_length=8, choices=Status.choices, default=Status.PROPOSED)
    adopted_by = models.CharField(_("提出"), max_length=100)
    adopted_at = models.DateTimeField(_("提出时间"))
    confirmed_by = models.CharField(_("确认"), max_length=100, default="", blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    objects = AdoptedBookQuerySet.as_manager()

    class Meta:
        verbose_name = _("政策册")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["status", "book_id", "since"], name="books_adoptedbook_by_book"),
            models.Index(fields=["status", "owner", "since"], name="books_adoptedbook_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(adopted_by=""), name="books_adoptedbook_has_actor"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("adopted_by")), name="books_adoptedbook_two_people"),
            models.UniqueConstraint(
                fields=["book_id", "hash"], condition=Q(status="proposed"), name="books_adoptedbook_once_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.since}"

    @property
    def text(self) -> BookText:
        """Return the text as the reader takes it."""
        return BookText(self.book_id, dict(self.files))
