"""Reads the labels of corpora/real-labels, which its README describes."""
import glob
import os

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpora", "real-labels")
STANCES = {"s": "supportive", "c": "critical", "n": "neutral"}
TONES = {"-": -1, "0": 0, "+": 1}
AGREEMENTS = {"a": "agree", "d": "disagree", "n": "neither"}


def label(code):
    """The label that a code such as `c-d?` stands for, as gold.jsonl has it."""
    if code == "u":
        return {"status": "unscored"}
    stance, tone, agreement = code[:3]
    sure = {"sure": False} if code.endswith("?") else {}
    return {"stance": STANCES[stance], "tone": TONES[tone], "to_parent": AGREEMENTS[agreement], **sure}


def labels():
    """By set, the labels by the id of the reply."""
    found = {}
    for path in sorted(glob.glob(os.path.join(FOLDER, "labels", "*.tsv"))):
        with open(path, encoding="utf-8") as file:
            pairs = (line.rstrip("\n").split("\t") for line in file)
            found[os.path.basename(path)[:-4]] = {id: label(code) for id, code in pairs}
    return found
