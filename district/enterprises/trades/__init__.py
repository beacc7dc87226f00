"""国民经济行业分类 (GB/T 4754—2017): the codes trades go by, found by name, everyday word, code or pinyin."""
