import io
import zipfile
from datetime import date

import pytest

from jiangxin.files import content as store
from jiangxin.files import errors, queries, services, views
from jiangxin.files.dangers import EXCEL, WORD, danger, fitting_name
from jiangxin.files.models import StoredFile
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor

CLERK = Actor(key="user:1")
PDF = b"%PDF-1.7\n..."


@pytest.fixture(autouse=True)
def _own_folder(db, settings, tmp_path):
    settings.DATA = tmp_path


def office(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_store_file_keeps_content_under_its_digest(tmp_path):
    with clock.at(date(2024, 9, 12)):
        row = services.store_file(actor=CLERK, content=PDF, name="C:\\证书\\王伟.pdf")

    assert (row.type, row.size, row.name, row.by) == ("application/pdf", len(PDF), "王伟.pdf", "user:1")
    assert files(tmp_path) == [tmp_path / "files" / row.hash[:2] / row.hash[2:]]
    assert queries.read_file(row.pk) == PDF


def test_equal_content_lies_on_disk_once(tmp_path, django_capture_on_commit_callbacks):
    one = services.store_file(actor=CLERK, content=PDF, name="a.pdf")
    two = services.store_file(actor=CLERK, content=PDF, name="b.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_file(actor=CLERK, file_id=one.pk)
    left = queries.read_file(two.pk)
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_file(actor=CLERK, file_id=two.pk)

    assert (left, files(tmp_path), StoredFile.objects.count()) == (PDF, [], 0)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"\x89PNG\r\n\x1a\n..", "a.pdf", "image/png"),
        (b"\xff\xd8\xff\xe0..", "a", "image/jpeg"),
        (b"RIFF....WEBPVP8 ", "a", "image/webp"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "a", EXCEL),
        (office("[Content_Types].xml", "word/document.xml"), "a", WORD),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a", None),
        (office("a.exe"), "a.xlsx", None),
        ("姓名,单位\n".encode("gb18030"), "a.csv", "text/csv"),
        ("姓名".encode(), "a.txt", "text/plain"),
        (b'{"a": 1}', "a.json", "application/json"),
        (b"{", "a.json", None),
        (b"<svg onload=x>", "a.png", None),
        (b"  <!doctype html>", "a.txt", None),
        (b"MZ\x90\x00\x03", "a.pdf", None),
    ],
)
def test_sniff_goes_by_content(content, name, found):
    assert store.sniff(content, name) == found


@pytest.mark.parametrize(
    ("content", "most", "refusal"),
    [(b"", 100, errors.FileEmpty), (PDF, 5, errors.FileTooLarge), (b"MZ\x90\x00", 100, errors.FileTypeRefused)],
    ids=["empty", "too large", "a program"],
)
def test_store_file_refused_leaves_nothing(tmp_path, content, most, refusal):
    with pytest.raises(refusal):
        services.store_file(actor=CLERK, content=content, name="a.pdf", most=most)

    assert (files(tmp_path), StoredFile.objects.count()) == ([], 0)


def test_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "files").write_text("in the way")

    with pytest.raises(errors.StoreFull) as caught:
        services.store_file(actor=CLERK, content=PDF, name="a.pdf")

    assert caught.value.message == "文件没有存下（Not a directory）；请腾出磁盘空间，或检查数据目录能否写入，再试一次。"
    assert StoredFile.objects.count() == 0


def test_changed_and_missing_content_is_refused():
    row = services.store_file(actor=CLERK, content=PDF, name="a.pdf")

    store.place(row.hash).write_bytes(b"%PDF-9")
    with pytest.raises(errors.FileDamaged):
        queries.read_file(row.pk)
    store.drop(row.hash)
    with pytest.raises(errors.FileMissing):
        queries.read_file(row.pk)
    with pytest.raises(errors.FileMissing):
        queries.read_file(0)


def png(width, height):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\2\0\0\0...."


def jpeg(width, height):
    return b"\xff\xd8\xff\xe0\0\4..\xff\xc0\0\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"." * 9


def webp(width, height):
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0" + sizes


def packed(*entries):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", "x"), ("xl/workbook.xml", "x"), *entries):
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png(800, 600), ""),
        (png(30_000, 30_000), "图片的长宽太大"),
        (png(0, 5), "图片读不出来"),
        (b"\x89PNG\r\n\x1a\n", "图片读不出来"),
        (jpeg(800, 600), ""),
        (jpeg(60_000, 60_000), "图片的长宽太大"),
        (webp(800, 600), ""),
        (webp(16_000, 16_000), "图片的长宽太大"),
        (png(800, 600) + office("a.exe"), "里面还夹着另一种文件"),
        (jpeg(800, 600) + b"<script>alert(1)</script>", "里面还夹着另一种文件"),
        (PDF + office("a.exe"), "里面还夹着另一种文件"),
        (PDF + b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "PDF里带着脚本、程序或附件"),
        (PDF + b"/S /J#61vaScript", "PDF里带着脚本、程序或附件"),
        (packed(), ""),
        (packed(("xl/big.xml", b"0" * 5_000_000)), "解开以后太大"),
        (packed(("../../etc/x", "x")), "里面的路径指到了外面"),
        (packed(("xl/run.exe", "x")), "里面带着程序或网页"),
    ],
)
def test_content_of_a_kept_type_may_still_be_dangerous(content, why):
    assert danger(content, store.sniff(content, "a")) == why


def test_dangerous_content_leaves_nothing(tmp_path):
    with pytest.raises(errors.FileDangerous) as caught:
        services.store_file(actor=CLERK, content=png(30_000, 30_000), name="a.png")

    assert caught.value.message == "“a.png”不能收：图片的长宽太大。请另存一份干净的再上传。"
    assert (files(tmp_path), StoredFile.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("奖状.pdf", "application/pdf", "奖状.pdf"),
        ("奖状.PDF", "application/pdf", "奖状.PDF"),
        ("奖状.html", "application/pdf", "奖状.html.pdf"),
        ("奖状", "image/jpeg", "奖状.jpg"),
        ("a.pdf.exe", "application/pdf", "a.pdf.exe.pdf"),
    ],
)
def test_name_ends_like_its_content(name, kind, kept):
    assert fitting_name(name, kind) == kept


@pytest.mark.parametrize(
    ("command", "refusal", "scanned"),
    [
        ("", None, False),
        ("true", None, True),
        ("false", errors.FileInfected, None),
        ("sh -c 'exit 2'", errors.ScannerFailed, None),
        ("no-such-scanner-here", errors.ScannerFailed, None),
    ],
)
def test_scanner_lets_through_refuses_or_fails_closed(settings, tmp_path, command, refusal, scanned):
    settings.SCANNER = command
    if refusal is None:
        assert services.store_file(actor=CLERK, content=PDF, name="a.pdf").scanned is scanned
    else:
        with pytest.raises(refusal):
            services.store_file(actor=CLERK, content=PDF, name="a.pdf")
        assert (files(tmp_path), StoredFile.objects.count()) == ([], 0)


def test_download_is_an_attachment_that_no_browser_opens_as_a_page():
    row = services.store_file(actor=CLERK, content="姓名,单位\n".encode(), name='王"伟<.csv')

    answer = views.attachment(row.pk)

    assert answer.content == "姓名,单位\n".encode()
    assert {name: answer[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")} == {
        "Content-Type": "text/csv",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E7%8E%8B%E4%BC%9F.csv"
