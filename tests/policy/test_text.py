import pytest

from jiangxin.policy import BookRefused, BookText, parents_in, policies_folder, read_folder
from tests.policy.books import HERE, lines

BOOK = 'id = "mine"\ntitle = "册"\nowner = "city"\nfrom = 2020-01-01\n'


def test_a_folder_is_read_by_path_with_the_id_of_its_book(tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "book.toml").write_bytes(b"\xef\xbb\xbf" + BOOK.replace("\n", "\r\n").encode())
    (tmp_path / "lists" / "codes.toml").write_text("title = 1\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("")
    (tmp_path / ".DS_Store").write_bytes(b"\xff")

    text = read_folder(tmp_path)

    assert (text.id, sorted(text.files)) == ("mine", ["book.toml", "lists/codes.toml"])
    assert text.files["book.toml"].startswith("id = ")


def test_a_folder_whose_header_cannot_be_read_goes_by_its_own_name(tmp_path):
    (tmp_path / "book.toml").write_text("id = \n")

    assert read_folder(tmp_path).id == tmp_path.name


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_text("")])
def test_what_is_no_book_folder_is_refused(tmp_path, make):
    path = tmp_path / "册"
    make(path)

    with pytest.raises(BookRefused) as refused:
        read_folder(path)

    assert lines(refused.value.problems) == ["book.toml:1 “册”不是政策文件夹：没有 book.toml"]


def test_files_that_cannot_be_read_are_all_told(tmp_path):
    (tmp_path / "book.toml").write_text(BOOK)
    (tmp_path / "kinds.toml").write_bytes("事项".encode("gb18030"))
    (tmp_path / "values.toml").write_bytes(b"# " + b"x" * 2_000_001)
    (tmp_path / "measures.toml").symlink_to(tmp_path / "nowhere")

    with pytest.raises(BookRefused) as refused:
        read_folder(tmp_path)

    assert lines(refused.value.problems) == [
        "kinds.toml:1 文件不是 UTF-8 编码；另存为 UTF-8 再试",
        "measures.toml:1 文件读不了；看看权限，或是不是断了的链接",
        "values.toml:1 文件太大；一个文件最多2 MB",
    ]


def test_a_folder_with_too_many_files_is_refused(tmp_path):
    (tmp_path / "book.toml").write_text(BOOK)
    (tmp_path / "lists").mkdir()
    for number in range(501):
        (tmp_path / "lists" / f"l{number:03}.toml").write_text("")

    with pytest.raises(BookRefused) as refused:
        read_folder(tmp_path)

    assert lines(refused.value.problems) == ["lists/l499.toml:1 文件太多；一个政策文件夹最多500个"]


def test_parents_are_found_by_id_and_nothing_outside_their_folder_is():
    find = parents_in(HERE)

    assert find("ground").id == "ground"
    assert [find(name) for name in ("nowhere", "../sample/ground", ".", "..", "ground/../town", "")] == [None] * 6


def test_the_digest_names_every_file_and_the_id():
    one = BookText("a", {"x": "1", "y": "2"})

    assert one.digest() == BookText("a", {"y": "2", "x": "1"}).digest()
    others = [BookText("b", one.files), BookText("a", {"x": "12", "y": ""}), BookText("a", {"x": "1"})]
    assert len({one.digest(), *(other.digest() for other in others)}) == 4
    assert one == BookText("a", dict(one.files))
    assert one != others[0]


def test_the_books_of_this_copy_have_a_base():
    assert (policies_folder() / "base" / "book.toml").is_file()
