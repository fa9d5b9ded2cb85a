"""Being signed in: sessions with their owner, one-time codes, and what the processes share while somebody signs in."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models.persons import Person
from jiangxin.people.models.users import User


class Session(AbstractBaseSession):
    """A session and whose it is. Its instants are the machine's own, whatever day the demo stands on."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    device = models.CharField(_("浏览器与系统"), max_length=40, default="", blank=True)
    since = models.DateTimeField(_("登录时间"), null=True, blank=True)
    seen_at = models.DateTimeField(_("最近用过"), null=True, blank=True)

    class Meta:
        verbose_name = _("登录")


class CacheRow(models.Model):
    """The table of Django's database cache: used codes and counts of tries, shared by all processes."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("缓存")

    def __str__(self) -> str:
        return self.cache_key


class ResetCode(models.Model):
    """A code by which somebody sets a new password, once, within the hour; only its keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    made_by = models.CharField(_("谁发的"), max_length=100)
    made_at = models.DateTimeField(_("何时发的"))
    until = models.DateTimeField(_("到几时"))
    used_at = models.DateTimeField(_("何时用的"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("填错几次"), default=0)

    class Meta:
        verbose_name = _("一次性重设码")
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="people_resetcode_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"


class ClaimCode(models.Model):
    """A code by which a person entered by his unit takes his record over with a log-in of his own, once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(_("谁发的"), max_length=100)
    made_at = models.DateTimeField(_("何时发的"))
    until = models.DateTimeField(_("到几时"))
    used_at = models.DateTimeField(_("何时用的"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("填错几次"), default=0)

    class Meta:
        verbose_name = _("认领码")
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="people_claimcode_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.until}"
