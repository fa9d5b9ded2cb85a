"""Small on purpose: hard stops for files, functions, parameters and templates."""

import ast

from tests.house import source


def test_files_end_before_line_500():
    long = [source.name(path) for path in source.python_files() if len(source.lines(path)) > 500]

    assert long == []


def test_templates_end_before_line_150():
    long = [source.name(path) for path in source.templates() if len(source.lines(path)) > 150]

    assert long == []


def test_functions_end_before_line_50():
    long = [
        f"{source.name(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in source.under("src", ".py")
        for node in source.functions(path)
        if node.end_lineno - node.lineno >= 50
    ]

    assert long == []


def test_functions_take_six_parameters_at_most_beside_self_and_actor():
    many = [
        f"{source.name(path)}:{node.lineno} {node.name} {parameters(node)}"
        for path in source.under("src", ".py")
        for node in source.functions(path)
        if parameters(node) > 6
    ]

    assert many == []


def parameters(node: ast.FunctionDef) -> int:
    names = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls", "actor"}])
