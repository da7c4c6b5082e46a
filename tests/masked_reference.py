"""Masked models as anybody would run them: the reference that pseudo-log-likelihoods are held to."""

import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class Plain:
    """The reference: one text and one hidden token at a time, no padding, no cache."""

    def __init__(self, folder, kind):
        self.tokenizer = AutoTokenizer.from_pretrained(folder / kind)
        self.model = AutoModelForMaskedLM.from_pretrained(folder / kind).float().eval()
        self.first, self.last = [self.tokenizer.cls_token_id], [self.tokenizer.sep_token_id]

    def ids(self, string):
        return self.tokenizer(string, add_special_tokens=False)["input_ids"]

    def logs(self, ids, at, left=(), temperature=1.0):
        """Log probabilities at one place of the ids."""
        row = [*self.first, *left, *ids, *self.last]
        with torch.no_grad():
            logits = self.model(torch.tensor([row])).logits[0, 1 + len(left) + at].double()
        return (logits / temperature).log_softmax(-1)

    def score(self, ids, left=(), temperature=1.0, words=None):
        """The sum over places; with `words`, the number of the word of each, the rest of a word is hidden too."""
        total = 0.0
        for at, one in enumerate(ids):
            gone = [at] if words is None else [n for n in range(at, len(ids)) if words[n] == words[at]]
            hidden = [self.tokenizer.mask_token_id if n in gone else other for n, other in enumerate(ids)]
            total += float(self.logs(hidden, at, left, temperature)[one])
        return total
