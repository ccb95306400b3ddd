"""May a drafted reply be sent without a person?"""
