package it.modular;

final class Question {

    static final String TEXT = "Your capital?";

    private Question() {}
}
