"""`jx serve`: web, worker and clock as one group."""

import argparse

from jiangxin.doors.cli import ready, serving, sound
from jiangxin.doors.cli.fonts import fonts_later
from jiangxin.kernel.words import _

NAME = "serve"
HELP = _("启动网站和后台任务；按 Ctrl-C 停止")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", help=str(_("监听地址")))
    parser.add_argument("--port", type=int, default=8000, help=str(_("监听端口")))
    parser.add_argument("--shape", choices=sorted(serving.SHAPES), default="embedded", help=str(_("部署规模")))


def run(args: argparse.Namespace) -> int:
    """Make database, static files and words ready, then serve until asked to stop."""
    serving.check_port(args.host, args.port)
    ready.ready_database()
    sound.refuse_unsound()
    ready.ready_static()
    ready.ready_words()
    to_come = fonts_later()

    def say(url: str) -> None:
        print(str(_("已启动：%(url)s")) % {"url": url}, flush=True)
        if to_come:
            print(str(_("字体正在后台备着，约半分钟；备好以后，PDF 和海报文件就能取。")), flush=True)

    return serving.serve(host=args.host, port=args.port, shape=args.shape, ready=say)
