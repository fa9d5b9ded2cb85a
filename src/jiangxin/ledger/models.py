"""The ledger's tables: subjects, facts and what they rest on, drafts, seals."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jiangxin.ledger.errors import Sealed


class Subject(models.Model):
    """The lasting id of a person, a unit or a work; never reused, never shown to the public."""

    class Type(models.TextChoices):
        PERSON = "person", _("人")
        UNIT = "unit", _("单位")
        WORK = "work", _("成果")

    type = models.CharField(_("类型"), max_length=6, choices=Type.choices)

    class Meta:
        verbose_name = _("主体")
        constraints = [
            models.CheckConstraint(condition=Q(type__in=["person", "unit", "work"]), name="ledger_subject_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


class Precision(models.TextChoices):
    DAY = "day", _("到日")
    MONTH = "month", _("到月")
    YEAR = "year", _("到年")


class Proof(models.IntegerChoices):
    """How sure it is; ``REPORTED`` stands apart: a total that a unit says about itself."""

    REPORTED = -1, _("上报")
    DECLARED = 0, _("自报")
    CONFIRMED = 1, _("单位确认")
    VERIFIED = 2, _("主管部门核实")


class Entry(models.TextChoices):
    """What an entry does: stand by itself, or supersede an earlier one."""

    ORIGINAL = "original", _("原记")
    COMPLETED = "completed", _("结束")
    CONFIRMED = "confirmed", _("确认")
    CORRECTED = "corrected", _("更正")
    WITHDRAWN = "withdrawn", _("撤销")


class SealedQuerySet(models.QuerySet[Any]):
    """Rows that are added and read, nothing else."""

    def update(self, **kwargs: object) -> int:
        raise Sealed

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Sealed


class SealedModel(models.Model):
    """A row that is written once. Sealed here for a readable message; the triggers hold for everything else."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Sealed
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Sealed


class FactQuerySet(SealedQuerySet):
    def standing(self) -> Self:
        """Entries that hold today: not withdrawals, and not superseded by a later entry."""
        return self.exclude(entry=Entry.WITHDRAWN).filter(superseded_by=None)


class Fact(SealedModel):
    """One thing that happened to one person, unit or work, written once and never changed.

    A superseding entry carries the whole row, so that every evaluation reads single rows.
    """

    subject_id = models.BigIntegerField(_("主体"))  # by lasting id: the ledger leans on nobody
    kind = models.CharField(_("事项"), max_length=64)
    code = models.CharField(_("类别"), max_length=64, default="", blank=True)
    level = models.SmallIntegerField(_("级别"), null=True, blank=True)  # rank in the kind's own order, from 0
    quantity = models.BigIntegerField(_("数量"), default=1)  # in the kind's smallest unit: fen, minutes, pieces
    happened_on = models.DateField(_("发生日期"))
    precision = models.CharField(_("日期精度"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    credited_to_id = models.BigIntegerField(_("计入单位"), null=True, blank=True)
    credited_path = models.CharField(_("计入单位当日路径"), max_length=250, default="", blank=True)
    proof = models.SmallIntegerField(_("证明程度"), choices=Proof.choices, default=Proof.DECLARED)
    issuer_id = models.BigIntegerField(_("出具单位"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=64, default="", blank=True)
    source_key = models.CharField(_("来源编号"), max_length=128, null=True, blank=True)  # null: none
    recorded_at = models.DateTimeField(_("入账时间"), editable=False)
    recorded_by = models.CharField(_("经办"), max_length=100, editable=False)
    body = models.JSONField(_("附加内容"), default=dict, blank=True)
    supersedes = models.OneToOneField(
        "self", verbose_name=_("取代"), on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    entry = models.CharField(_("记法"), max_length=10, choices=Entry.choices, default=Entry.ORIGINAL)

    already_there = False  # set on the answer of ``record`` when the same row had come before

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("账目")
        indexes = [
            models.Index(fields=["subject_id", "kind", "happened_on"], name="ledger_fact_by_subject"),
            models.Index(fields=["kind", "credited_path", "happened_on"], name="ledger_fact_by_unit"),
            models.Index(fields=["recorded_at"], name="ledger_fact_by_moment"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="ledger_fact_source_key"),
            models.CheckConstraint(condition=~Q(recorded_by=""), name="ledger_fact_has_actor"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="ledger_fact_quantity"),
            models.CheckConstraint(condition=Q(proof__gte=-1, proof__lte=2), name="ledger_fact_proof"),
            models.CheckConstraint(condition=Q(precision__in=["day", "month", "year"]), name="ledger_fact_precision"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("happened_on")), name="ledger_fact_span"
            ),
            models.CheckConstraint(
                condition=Q(credited_to_id=None, credited_path="")
                | (Q(credited_to_id__isnull=False) & ~Q(credited_path="")),
                name="ledger_fact_credit",
            ),
            models.CheckConstraint(
                condition=Q(source_key=None) | (~Q(source_key="") & ~Q(source="")), name="ledger_fact_source"
            ),
            models.CheckConstraint(
                condition=Q(entry="original", supersedes=None)
                | Q(entry__in=["completed", "confirmed", "corrected", "withdrawn"], supersedes__isnull=False),
                name="ledger_fact_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.subject_id} · {self.happened_on}"


class Ground(SealedModel):
    """One fact that another rests on."""

    fact = models.ForeignKey(Fact, verbose_name=_("账目"), on_delete=models.PROTECT, related_name="grounds")
    rests_on = models.ForeignKey(Fact, verbose_name=_("依据"), on_delete=models.PROTECT, related_name="+")

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("依据")
        constraints = [
            models.UniqueConstraint(fields=["fact", "rests_on"], name="ledger_ground_once"),
            models.CheckConstraint(condition=~Q(fact=F("rests_on")), name="ledger_ground_other"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} ← {self.rests_on_id}"


class Draft(models.Model):
    """What one person proposes until another confirms; may be erased, for it holds the reason in words."""

    class Action(models.TextChoices):
        RECORD = "record", _("记账")
        COMPLETE = "complete", _("结束")
        CONFIRM = "confirm", _("确认")
        CORRECT = "correct", _("更正")
        WITHDRAW = "withdraw", _("撤销")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待确认")
        ACCEPTED = "accepted", _("已入账")
        DECLINED = "declined", _("已退回")
        RECALLED = "recalled", _("已撤回")

    action = models.CharField(_("办理"), max_length=8, choices=Action.choices)
    target = models.ForeignKey(
        Fact, verbose_name=_("针对"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_id = models.BigIntegerField(_("主体"), null=True, blank=True)
    kind = models.CharField(_("事项"), max_length=64, default="", blank=True)
    path = models.CharField(_("计入单位路径"), max_length=250, default="", blank=True)  # where it is decided
    declared = models.BooleanField(
        _("本人自报"), default=False
    )  # by the subject about himself, for his unit to confirm
    payload = models.JSONField(_("内容"), default=dict, blank=True)
    reason = models.TextField(_("理由"), default="", blank=True)
    evidence_id = models.BigIntegerField(_("凭据文件"), null=True, blank=True)  # in the file store; may be gone
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(_("提出"), max_length=100)
    proposed_person = models.BigIntegerField(_("提出的人"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("提出时间"))
    settled_by = models.CharField(_("确认"), max_length=100, default="", blank=True)
    settled_person = models.BigIntegerField(_("确认的人"), null=True, blank=True)
    settled_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    answer = models.TextField(_("答复"), default="", blank=True)
    fact = models.ForeignKey(
        Fact, verbose_name=_("入账"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("待确认的记账")
        indexes = [
            models.Index(fields=["state", "proposed_at"], name="ledger_draft_by_state"),
            models.Index(fields=["subject_id", "state"], name="ledger_draft_by_subject"),
            models.Index(fields=["path", "state"], name="ledger_draft_by_path"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by="") & ~Q(settled_by=F("proposed_by")), name="ledger_draft_two_people"
            ),
            models.CheckConstraint(
                condition=Q(proposed_person=None) | Q(settled_person=None) | ~Q(settled_person=F("proposed_person")),
                name="ledger_draft_two_persons",
            ),
            models.UniqueConstraint(fields=["target"], condition=Q(state="proposed"), name="ledger_draft_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"


class Seal(SealedModel):
    """A closed range of ids: how many, their digest, and the root of the chain, signed.

    ``runs`` are the ids as [first, count]; ``leaves`` eight bytes of each row's digest in
    the order of ids, by which a changed row is named. Both are part of the root.
    """

    number = models.BigIntegerField(_("编号"), primary_key=True)
    first_id = models.BigIntegerField(_("从"), unique=True)
    last_id = models.BigIntegerField(_("到"))
    count = models.BigIntegerField(_("笔数"))
    digest = models.CharField(_("摘要"), max_length=64)
    runs = models.JSONField(_("编号段"), default=list)
    leaves = models.BinaryField(_("逐笔摘要"))
    previous = models.CharField(_("上一封"), max_length=64, default="", blank=True)
    root = models.CharField(_("链根"), max_length=64)
    signature = models.CharField(_("签名"), max_length=128)
    key_id = models.CharField(_("钥匙"), max_length=16)
    sealed_at = models.DateTimeField(_("封账时间"))
    sealed_by = models.CharField(_("经办"), max_length=100)

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("封账")
        constraints = [
            models.CheckConstraint(condition=Q(last_id__gte=F("first_id")), name="ledger_seal_range"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.first_id}-{self.last_id}"
