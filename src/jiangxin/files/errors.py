"""What the store and the key ring decline."""

from jiangxin.kernel.refusal import Conflict, NotFound, Refusal
from jiangxin.kernel.words import _


class KeyRingMissing(Refusal):
    code = "files-key-ring-missing"
    status = 500
    default = _("找不到密钥环 %(path)s，已加密的号码读不出来；请从备份放回原处，或用 JIANGXIN_KEYS 指明位置。")


class KeyRingWrong(Refusal):
    code = "files-key-ring-wrong"
    status = 500
    default = _("密钥环 %(path)s 不是这个数据库的那一份（对不上：%(keys)s）；请换回原来的密钥环，不要新建。")


class KeyRingBroken(Refusal):
    code = "files-key-ring-broken"
    status = 500
    default = _("密钥环 %(path)s 读不出来（%(why)s）；请从备份恢复这个文件。")


class KeyRingFull(Refusal):
    code = "files-key-ring-full"
    status = 500
    default = _("密钥环 %(path)s 已经用到第255把，加不了新的；请先恢复一份只留当前密钥的密钥环。")


class RotationRunning(Conflict):
    code = "files-rotation-running"
    default = _("正在换密钥，不用再开一次；等它办完，用 ./jx keys list 看。")


class SecretDamaged(Refusal):
    code = "files-secret-damaged"
    status = 500
    default = _("“%(column)s”里有一格密文解不开，可能被改动或挪过位置；请从备份恢复这一行。")


class FileTooLarge(Refusal):
    code = "files-too-large"
    status = 413
    default = _("文件有 %(size)s MB，最多 %(most)s MB；请压缩或拆开再上传。")


class FileEmpty(Refusal):
    code = "files-empty"
    default = _("文件是空的；请核对后再上传。")


class FileTypeRefused(Refusal):
    code = "files-type-refused"
    default = _("“%(name)s”的内容不是可收的类型；请换成 PDF、图片（PNG、JPEG、WebP）、Word、Excel 或纯文本。")


class FileDangerous(Refusal):
    code = "files-dangerous"
    default = _("“%(name)s”不能收：%(why)s。请另存一份干净的再上传。")


class FileInfected(Refusal):
    code = "files-infected"
    default = _("“%(name)s”里查出了病毒，没有收；请先杀毒，再上传。")


class ScannerFailed(Refusal):
    code = "files-scanner-failed"
    status = 503
    default = _("查病毒的程序没有给出结果（%(why)s），文件没有收；请过一会儿再传，还不行请报修。")


class StoreFull(Refusal):
    code = "files-store-full"
    status = 507
    default = _("文件没有存下（%(why)s）；请腾出磁盘空间，或检查数据目录能否写入，再试一次。")


class FileMissing(NotFound):
    code = "files-missing"
    default = _("没有这份文件；可能已被删除。")


class FileDamaged(Refusal):
    code = "files-damaged"
    status = 500
    default = _("文件“%(name)s”的内容和存入时不一样；请从备份恢复。")
